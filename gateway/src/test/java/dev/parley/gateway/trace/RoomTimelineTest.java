package dev.parley.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.trace.TraceRing.Entry;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoomTimelineTest {
    private static final long DELIVERED = 1_000;
    private static final UUID SOCKET = new UUID(1, 2);

    private final RoomTimeline timeline = new RoomTimeline("chat", DELIVERED);

    @Test
    void whoLeftInTheMillisecondOfTheDeliveryWasThere() {
        timeline.add(record(DELIVERED - 10, Step.JOINED));
        timeline.add(record(DELIVERED, Step.GONE));

        assertThat(timeline.wasIn(SOCKET)).isTrue();
        assertThat(timeline.endOf(SOCKET)).isPresent();
    }

    @Test
    void whoJoinedInTheMillisecondOfTheDeliveryWasThere() {
        timeline.add(record(DELIVERED, Step.JOINED));

        assertThat(timeline.wasIn(SOCKET)).isTrue();
    }

    @Test
    void whoLeftBeforeOrJoinedAfterwardsWasNot() {
        timeline.add(record(DELIVERED - 10, Step.JOINED));
        timeline.add(record(DELIVERED - 1, Step.LEFT));
        timeline.add(record(DELIVERED + 1, Step.JOINED));

        assertThat(timeline.wasIn(SOCKET)).isFalse();
    }

    @Test
    void whoIsThereWithoutARecordWasThereBefore() {
        timeline.addPresent(Set.of(SOCKET));

        assertThat(timeline.wasIn(SOCKET)).isTrue();
    }

    private static Entry record(long at, Step step) {
        return new Entry(
                at,
                step,
                MessageKey.hash("chat"),
                SOCKET.getMostSignificantBits(),
                SOCKET.getLeastSignificantBits(),
                0);
    }
}
