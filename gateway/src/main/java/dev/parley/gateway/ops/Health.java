package dev.parley.gateway.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this node should be given traffic. Asking often is cheap: an answer is kept for 1 s. */
public final class Health {
    private static final Duration PING_WITHIN = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final List<HealthCheck> checks;
    private final Clock clock;
    private Instant asked = Instant.MIN;
    private CompletionStage<Readiness> last;

    public Health(List<HealthCheck> checks, Clock clock) {
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    /** Never fails. */
    public synchronized CompletionStage<Readiness> readiness() {
        Instant now = clock.instant();
        if (last == null || Duration.between(asked, now).compareTo(KEPT) >= 0) {
            asked = now;
            last = askAll();
        }
        return last;
    }

    private CompletionStage<Readiness> askAll() {
        Map<String, CompletableFuture<Boolean>> pings = new TreeMap<>();
        checks.forEach(check -> pings.put(check.name(), ask(check)));
        return CompletableFuture.allOf(pings.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> readinessOf(pings));
    }

    private static CompletableFuture<Boolean> ask(HealthCheck check) {
        return started(check)
                .orTimeout(PING_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    LOG.warn("{} is not ready: {}", check.name(), failure.toString());
                    return false;
                });
    }

    private static CompletableFuture<Boolean> started(HealthCheck check) {
        try {
            return check.ping().get().toCompletableFuture().copy();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static Readiness readinessOf(Map<String, CompletableFuture<Boolean>> pings) {
        Map<String, String> components = new TreeMap<>();
        pings.forEach((name, ping) -> components.put(name, ping.getNow(false) ? Readiness.UP : Readiness.DOWN));
        return new Readiness(components);
    }
}
