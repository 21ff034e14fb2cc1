package dev.parley.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.endpoint.Target;
import dev.parley.core.outbox.EndpointState;
import dev.parley.core.outbox.EndpointStates;
import dev.parley.core.outbox.EventType;
import dev.parley.core.testing.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class EndpointHealthTest {
    private static final Duration PAUSE_AFTER = Duration.ofHours(1);
    private static final WebhookEndpoint CRM = new WebhookEndpoint(
            "crm",
            new Target(URI.create("https://crm.example/"), false, false),
            List.of(),
            Set.of(EventType.MESSAGE_CREATED),
            List.of(),
            Duration.ofSeconds(10),
            8,
            PAUSE_AFTER);

    private final MovableClock clock = new MovableClock();
    private final Recorded states = new Recorded();
    private final EndpointHealth health = new EndpointHealth(CRM, states, clock);

    @Test
    void anEndpointThatHasFailedForLongIsPaused() {
        Instant since = clock.instant();
        health.failing("status 500");
        health.use(failingSince(since));
        clock.advance(PAUSE_AFTER.minusSeconds(1));
        health.failing("status 500");
        assertThat(states.written).containsExactly("failing", "failing");

        clock.advance(Duration.ofSeconds(1));
        health.failing("status 502");
        assertThat(states.written).last().asString().startsWith("pause no success since " + since);
    }

    @Test
    void aFailureIsRecordedOnceInTenSeconds() {
        health.failing("status 500");
        clock.advance(Duration.ofSeconds(9));
        health.failing("status 500");
        assertThat(states.written).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        health.failing("status 500");
        assertThat(states.written).hasSize(2);
    }

    @Test
    void aPausedEndpointIsNotPausedAgain() {
        health.use(new EndpointState(
                Optional.of("by an operator"), Optional.of(clock.instant()), Optional.empty(), Optional.empty()));
        health.gone("status 410");
        assertThat(states.written).isEmpty();
    }

    private static EndpointState failingSince(Instant since) {
        return new EndpointState(Optional.empty(), Optional.empty(), Optional.of(since), Optional.of("status 500"));
    }

    /** What was written, in order. */
    private static final class Recorded implements EndpointStates {
        final List<String> written = new ArrayList<>();

        @Override
        public CompletionStage<Map<String, EndpointState>> all() {
            return CompletableFuture.completedStage(Map.of());
        }

        @Override
        public CompletionStage<Void> pause(String endpoint, String reason, Instant at) {
            return add("pause " + reason);
        }

        @Override
        public CompletionStage<Void> resume(String endpoint) {
            return add("resume");
        }

        @Override
        public CompletionStage<Void> failing(String endpoint, String error, Instant at) {
            return add("failing");
        }

        @Override
        public CompletionStage<Void> working(String endpoint) {
            return add("working");
        }

        private CompletionStage<Void> add(String what) {
            written.add(what);
            return CompletableFuture.completedStage(null);
        }
    }
}
