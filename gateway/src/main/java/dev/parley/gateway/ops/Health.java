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

/**
 * Whether this node should be given traffic. Asking often is cheap: what a store answered is kept for 1 s. What the node knows
 * of itself is asked each time, so that draining shows at once.
 */
public final class Health {
    private static final Duration PING_WITHIN = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final List<HealthCheck> stores;
    private final List<HealthCheck> own;
    private final Clock clock;
    private Instant asked = Instant.MIN;
    private CompletionStage<Map<String, Boolean>> last;

    public Health(List<HealthCheck> checks, Clock clock) {
        this.stores = checks.stream().filter(HealthCheck::isRemote).toList();
        this.own = checks.stream().filter(check -> !check.isRemote()).toList();
        this.clock = clock;
    }

    /** Never fails. */
    public CompletionStage<Readiness> readiness() {
        return storesNow().thenCombine(askAll(own), Health::readinessOf);
    }

    private synchronized CompletionStage<Map<String, Boolean>> storesNow() {
        Instant now = clock.instant();
        if (last == null || Duration.between(asked, now).compareTo(KEPT) >= 0) {
            asked = now;
            last = askAll(stores);
        }
        return last;
    }

    private static CompletionStage<Map<String, Boolean>> askAll(List<HealthCheck> checks) {
        CompletionStage<Map<String, Boolean>> answers = CompletableFuture.completedFuture(new TreeMap<>());
        for (HealthCheck check : checks) {
            answers = answers.thenCombine(ask(check), (all, holds) -> {
                all.put(check.name(), holds);
                return all;
            });
        }
        return answers;
    }

    private static CompletionStage<Boolean> ask(HealthCheck check) {
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

    private static Readiness readinessOf(Map<String, Boolean> stores, Map<String, Boolean> own) {
        Map<String, String> components = new TreeMap<>();
        stores.forEach((name, holds) -> components.put(name, holds ? Readiness.UP : Readiness.DOWN));
        own.forEach((name, holds) -> components.put(name, holds ? Readiness.UP : Readiness.DOWN));
        return new Readiness(components);
    }
}
