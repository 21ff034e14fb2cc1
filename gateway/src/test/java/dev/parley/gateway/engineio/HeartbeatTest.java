package dev.parley.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.engineio.Heartbeat.Beat;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final long INTERVAL = 300;
    private static final long TIMEOUT = 200;

    private final Heartbeat heartbeat = new Heartbeat(1000, INTERVAL);

    @Test
    void aPingIsDueAnIntervalAfterTheStartAndOnlyOnce() {
        assertThat(heartbeat.nextAt()).isEqualTo(1300);
        assertThat(heartbeat.beat(1299, TIMEOUT)).isEqualTo(Beat.NOTHING);
        assertThat(heartbeat.beat(1300, TIMEOUT)).isEqualTo(Beat.PING);
        assertThat(heartbeat.beat(1301, TIMEOUT)).isEqualTo(Beat.NOTHING);
        assertThat(heartbeat.nextAt()).isEqualTo(1500);
    }

    @Test
    void aClientThatDoesNotAnswerIsTimedOutAtTheSecondLook() {
        heartbeat.beat(1300, TIMEOUT);
        assertThat(heartbeat.beat(1499, TIMEOUT)).isEqualTo(Beat.NOTHING);
        assertThat(heartbeat.beat(1500, TIMEOUT)).isEqualTo(Beat.NOTHING);
        assertThat(heartbeat.beat(1501, TIMEOUT)).isEqualTo(Beat.TIMEOUT);
    }

    @Test
    void anAnswerThatWaitedToBeReadCounts() {
        for (long ping = 1300; ping < 9000; ping += 700) {
            assertThat(heartbeat.beat(ping, TIMEOUT)).isEqualTo(Beat.PING);
            assertThat(heartbeat.beat(ping + 400, TIMEOUT)).isEqualTo(Beat.NOTHING);
            heartbeat.pong(ping + 400, INTERVAL);
        }
    }

    @Test
    void anAnswerBeginsTheNextInterval() {
        heartbeat.beat(1300, TIMEOUT);
        heartbeat.pong(1350, INTERVAL);
        assertThat(heartbeat.nextAt()).isEqualTo(1650);
        assertThat(heartbeat.isOverdue(1700, TIMEOUT)).isFalse();
        assertThat(heartbeat.beat(1650, TIMEOUT)).isEqualTo(Beat.PING);
    }

    @Test
    void aPingThatIsALittleLateDoesNotMoveTheDeadline() {
        heartbeat.beat(1320, TIMEOUT);
        assertThat(heartbeat.nextAt()).isEqualTo(1500);
    }

    @Test
    void afterALongPauseOfTheServerTheClientHasItsFullTime() {
        heartbeat.beat(9000, TIMEOUT);
        assertThat(heartbeat.beat(9199, TIMEOUT)).isEqualTo(Beat.NOTHING);
        assertThat(heartbeat.beat(9200, TIMEOUT)).isEqualTo(Beat.NOTHING);
        assertThat(heartbeat.beat(9201, TIMEOUT)).isEqualTo(Beat.TIMEOUT);
    }

    @Test
    void aMissingPongTimesOutEvenWithoutABeat() {
        assertThat(heartbeat.isOverdue(1499, TIMEOUT)).isFalse();
        assertThat(heartbeat.isOverdue(1500, TIMEOUT)).isTrue();
        heartbeat.beat(1300, TIMEOUT);
        assertThat(heartbeat.isOverdue(1499, TIMEOUT)).isFalse();
        assertThat(heartbeat.isOverdue(1500, TIMEOUT)).isTrue();
    }
}
