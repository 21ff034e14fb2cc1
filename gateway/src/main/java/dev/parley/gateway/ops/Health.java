package dev.parley.gateway.ops;

import dev.parley.core.error.Failures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readiness of a node. The answers of the stores are kept for 1 s, so that frequent probes cost little; the node's own checks run
 * on every probe, so that draining shows at once. The log has a line when a check that held fails and when it holds again.
 */
public final class Health {
    private static final Duration PING_WITHIN = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final List<HealthCheck> stores;
    private final List<HealthCheck> own;
    private final Supplier<Map<String, String>> details;
    private final Clock clock;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private Instant asked = Instant.MIN;
    private CompletionStage<Map<String, Boolean>> last;

    public Health(List<HealthCheck> checks, Clock clock) {
        this(checks, Map::of, clock);
    }

    /** @param details shown beside the checks; they do not decide whether the node is ready */
    public Health(List<HealthCheck> checks, Supplier<Map<String, String>> details, Clock clock) {
        this.details = details;
        this.stores = checks.stream().filter(HealthCheck::isRemote).toList();
        this.own = checks.stream().filter(check -> !check.isRemote()).toList();
        this.clock = clock;
    }

    /** Never fails. */
    public CompletionStage<Readiness> readiness() {
        return storesNow().thenCombine(askAll(own), this::readinessOf);
    }

    private synchronized CompletionStage<Map<String, Boolean>> storesNow() {
        Instant now = clock.instant();
        if (last == null || Duration.between(asked, now).compareTo(KEPT) >= 0) {
            asked = now;
            last = askAll(stores);
        }
        return last;
    }

    private CompletionStage<Map<String, Boolean>> askAll(List<HealthCheck> checks) {
        CompletionStage<Map<String, Boolean>> answers = CompletableFuture.completedFuture(new TreeMap<>());
        for (HealthCheck check : checks) {
            answers = answers.thenCombine(ask(check), (all, holds) -> {
                all.put(check.name(), holds);
                return all;
            });
        }
        return answers;
    }

    private CompletionStage<Boolean> ask(HealthCheck check) {
        return started(check)
                .orTimeout(PING_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .handle((holds, failure) -> noted(check, failure == null && holds, failure));
    }

    /** Before a check has held for the first time the node is starting, which is no reason to warn. */
    private boolean noted(HealthCheck check, boolean holds, Throwable failure) {
        if (holds && failed.remove(check.name())) {
            LOG.info("{} is ready again", check.name());
        } else if (holds) {
            held.add(check.name());
        } else if (failure != null && held.contains(check.name()) && failed.add(check.name())) {
            LOG.warn("{} is not ready: {}", check.name(), words(failure));
        }
        return holds;
    }

    private static String words(Throwable failure) {
        return Failures.unwrap(failure) instanceof TimeoutException
                ? "no answer within " + PING_WITHIN.toMillis() + " ms"
                : Failures.words(failure);
    }

    private static CompletableFuture<Boolean> started(HealthCheck check) {
        try {
            return check.ping().get().toCompletableFuture().copy();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private Readiness readinessOf(Map<String, Boolean> stores, Map<String, Boolean> own) {
        Map<String, String> components = new TreeMap<>(details.get());
        stores.forEach((name, holds) -> components.put(name, holds ? Readiness.UP : Readiness.DOWN));
        own.forEach((name, holds) -> components.put(name, holds ? Readiness.UP : Readiness.DOWN));
        return new Readiness(components);
    }
}
