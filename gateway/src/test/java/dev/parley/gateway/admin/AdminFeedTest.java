package dev.parley.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.rooms.DeliveryTrace;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.rooms.RecordingSocket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminFeedTest {
    private static final int SOCKETS = 10_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AdminFeed feed = new AdminFeed(DeliveryTrace.NONE, Clock.systemUTC(), new AdminMeters(registry));
    private final List<Object> told = new ArrayList<>();

    @Test
    void tenThousandSocketsAtOnceAreToldInPartAndCounted() {
        watch(true);
        for (int number = 0; number < SOCKETS; number++) {
            feed.joined(new Member(RecordingSocket.websocket("socket", null)), "room");
        }
        double dropped = registry.get("parley.admin.events.dropped").counter().count();
        assertThat(told).hasSizeBetween(500, SOCKETS / 2);
        assertThat(dropped).isEqualTo(SOCKETS - told.size());
        assertThat(feed.takeDropped()).isEqualTo((long) dropped);
        assertThat(feed.takeDropped()).isZero();
    }

    @Test
    void withoutAnAdminNothingIsTold() {
        watch(false);
        feed.joined(new Member(RecordingSocket.websocket("socket", null)), "room");
        assertThat(told).isEmpty();
        assertThat(feed.takeDropped()).isZero();
    }

    private void watch(boolean isWatched) {
        feed.start(null, null, new AdminAudience() {
            @Override
            public boolean isWatching() {
                return isWatched;
            }

            @Override
            public void tell(List<?> event) {
                told.add(event.get(0));
            }
        });
    }
}
