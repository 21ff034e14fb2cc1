package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Nodes of one cluster and its registry, with a manual clock. */
abstract class PresenceRegistryFixture {
    protected static final Duration GRACE = Duration.ofSeconds(2);
    protected static final Duration HAND_OVER = Duration.ofSeconds(5);
    protected static final Duration LEASE = Duration.ofSeconds(6);
    protected static final Duration A_MOMENT = Duration.ofMillis(500);
    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(1);

    protected final UserId ada = new UserId("ada");
    protected final UserId ben = new UserId("ben");
    private final Map<String, TestNode> nodes = new HashMap<>();

    /** The same cluster, seen from another node. */
    protected abstract PresenceRegistry registryOf(String node);

    protected abstract PresenceSettings settings();

    protected abstract void pass(Duration time);

    protected abstract void loseEverything();

    protected final TestNode onNode(String name) {
        return nodes.computeIfAbsent(name, id -> new TestNode(registryOf(id), settings()));
    }

    /** Passes time in which these nodes, and no others, renew their leases. */
    protected final void pass(Duration time, TestNode... alive) {
        for (Duration left = time; !left.isZero(); ) {
            Duration part = left.compareTo(BETWEEN_RENEWALS) < 0 ? left : BETWEEN_RENEWALS;
            pass(part);
            for (var node : alive) {
                node.renewLease();
            }
            left = left.minus(part);
        }
    }

    protected static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    protected static PresenceState state(PresenceRegistry registry, UserId user) {
        return done(registry.query(List.of(user))).get(user);
    }
}
