package dev.parley.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointBackOffTest {
    private static final Optional<Duration> AT_WILL = Optional.empty();
    private final EndpointBackOff backOff = new EndpointBackOff(() -> 1.0);
    private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos(); // the clock may overflow

    @Test
    void oneEventThatIsRefusedHoldsUpItsOwnChatOnly() {
        backOff.failed("chat-1", AT_WILL, now);
        assertThat(backOff.isHeld("chat-1", now)).isTrue();
        assertThat(backOff.isHeld("chat-2", now)).isFalse();
        assertThat(backOff.pause(now)).isZero();

        pass(Duration.ofMillis(1_001));
        assertThat(backOff.isHeld("chat-1", now)).isFalse();
        backOff.succeeded("chat-2");
        backOff.failed("chat-1", AT_WILL, now);
        pass(Duration.ofMillis(1_001));
        assertThat(backOff.isHeld("chat-1", now))
                .as("the second pause is longer")
                .isTrue();
        assertThat(backOff.isFailing()).isFalse();
    }

    @Test
    void anEndpointThatFailsAgainAndAgainIsHeldLongerEachTimeUpToAMinute() {
        Duration last = Duration.ZERO;
        for (int failures = 1; failures <= 12; failures++) {
            backOff.failed("chat-" + failures, AT_WILL, now);
            assertThat(backOff.isFailing()).isEqualTo(failures >= EndpointBackOff.FAILURES_IN_A_ROW);
            assertThat(backOff.pause(now)).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Duration.ofMinutes(1));
            last = backOff.pause(now);
            pass(last);
        }
        assertThat(last).isEqualTo(Duration.ofMinutes(1));
        assertThat(backOff.isHeld("chat-1", now))
                .as("its chats are not held beside it")
                .isFalse();

        backOff.succeeded("chat-1");
        assertThat(backOff.isFailing()).isFalse();
    }

    @Test
    void whileTheEndpointFailsNoChatIsHeldBesideIt() {
        for (int failures = 1; failures <= EndpointBackOff.FAILURES_IN_A_ROW; failures++) {
            backOff.failed("chat-1", AT_WILL, now);
        }
        assertThat(backOff.pause(now)).isPositive();
        assertThat(backOff.isHeld("chat-1", now)).isFalse();
    }

    @Test
    void theEndpointIsNotTriedBeforeTheTimeItAsksFor() {
        backOff.failed("chat-1", Optional.of(Duration.ofMinutes(5)), now);
        assertThat(backOff.pause(now)).isEqualTo(Duration.ofMinutes(5));
        backOff.failed("chat-2", AT_WILL, now);
        backOff.failed("chat-3", AT_WILL, now);
        assertThat(backOff.pause(now)).as("not shortened by the back-off").isEqualTo(Duration.ofMinutes(5));
        pass(Duration.ofMinutes(5));
        assertThat(backOff.pause(now)).isZero();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
