package dev.parley.gateway.webhooks;

import dev.parley.core.error.Failures;
import dev.parley.core.outbox.EndpointState;
import dev.parley.core.outbox.EndpointStates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records how one endpoint fares, for all nodes, and pauses it when it is gone or has failed for too long. A state that cannot be
 * written is written with the next failure.
 */
final class EndpointHealth implements EndpointWorker.EndpointListener {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointHealth.class);
    private static final Duration RECORD_EVERY = Duration.ofSeconds(10);

    private final WebhookEndpoint endpoint;
    private final EndpointStates states;
    private final Clock clock;
    private volatile EndpointState state = EndpointState.NEW;
    private volatile Instant recorded = Instant.MIN;
    private volatile Instant lastSuccess = Instant.MIN;

    EndpointHealth(WebhookEndpoint endpoint, EndpointStates states, Clock clock) {
        this.endpoint = endpoint;
        this.states = states;
        this.clock = clock;
    }

    /** As all nodes see it. A failure that another node recorded ends with a later success of this one. */
    void use(EndpointState known) {
        state = known;
        if (known.failingSince().filter(lastSuccess::isAfter).isPresent() && recorded.equals(Instant.MIN)) {
            log(states.working(endpoint.name()));
        }
    }

    EndpointState state() {
        return state;
    }

    @Override
    public void failing(String error) {
        Instant now = clock.instant();
        boolean failedForLong = state.failingSince()
                .map(since -> !now.isBefore(since.plus(endpoint.pauseAfter())))
                .orElse(false);
        if (failedForLong) {
            pause("no success since " + state.failingSince().get() + ", last " + error, now);
        } else if (!now.isBefore(recorded.plus(RECORD_EVERY))) {
            recorded = now;
            LOG.warn("webhooks to {} fail, trying again: {}", endpoint, error);
            log(states.failing(endpoint.name(), error, now));
        }
    }

    @Override
    public void succeeded(boolean again) {
        lastSuccess = clock.instant();
        if (again) {
            recorded = Instant.MIN;
            LOG.info("webhooks to {} are delivered again", endpoint);
            log(states.working(endpoint.name()));
        }
    }

    @Override
    public void gone(String error) {
        pause("the endpoint is gone: " + error, clock.instant());
    }

    private void pause(String reason, Instant now) {
        if (!state.isPaused()) {
            LOG.error("webhooks to {} are paused until they are resumed: {}", endpoint, reason);
            log(states.pause(endpoint.name(), reason, now));
        }
    }

    private void log(CompletionStage<Void> written) {
        written.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("the state of webhooks to {} was not recorded: {}", endpoint, Failures.words(failure));
            }
        });
    }
}
