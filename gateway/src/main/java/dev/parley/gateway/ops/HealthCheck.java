package dev.parley.gateway.ops;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A readiness check.
 *
 * @param name as {@code /health/ready} shows it
 * @param isRemote whether the check calls another server, so that its result is cached
 * @param ping completes with whether it holds; failing or taking longer than 1 s means that it does not
 */
public record HealthCheck(String name, boolean isRemote, Supplier<CompletionStage<Boolean>> ping) {

    /** A condition that is known without asking anyone. */
    public static HealthCheck of(String name, BooleanSupplier holds) {
        return new HealthCheck(name, false, () -> CompletableFuture.completedFuture(holds.getAsBoolean()));
    }

    /** A store: ready when its ping completes. */
    public static HealthCheck store(String name, Supplier<? extends CompletionStage<?>> ping) {
        return new HealthCheck(name, true, () -> ping.get().thenApply(answer -> true));
    }
}
