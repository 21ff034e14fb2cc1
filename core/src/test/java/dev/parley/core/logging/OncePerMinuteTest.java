package dev.parley.core.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {
    private long now = Long.MAX_VALUE - 1;
    private final OncePerMinute log = new OncePerMinute(() -> now);
    private final List<Long> lines = new ArrayList<>();

    @Test
    void aMinuteHasOneLineThatCountsWhatCameBefore() {
        log.run(lines::add);
        log.run(lines::add);
        log.run(lines::add);
        assertThat(lines).containsExactly(1L);
        now += Duration.ofMinutes(1).toNanos();
        log.run(lines::add);
        assertThat(lines).containsExactly(1L, 3L);
    }
}
