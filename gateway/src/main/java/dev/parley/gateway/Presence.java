package dev.parley.gateway;

import dev.parley.core.id.UserId;
import dev.parley.core.mongo.MongoStore;
import dev.parley.gateway.cluster.RoomEmitter;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.ops.PresenceMeters;
import dev.parley.gateway.presence.PresenceAnnouncer;
import dev.parley.gateway.presence.PresenceLookup;
import dev.parley.gateway.presence.PresencePersister;
import dev.parley.gateway.presence.PresenceReconciler;
import dev.parley.gateway.timers.Timers;
import dev.parley.presence.LocalPresence;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.redis.RedisPresenceRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.redisson.api.RedissonClient;

/** The object graph of presence: what this node reports, what follows a change, and what reads it. */
final class Presence {
    private final PresenceRegistry registered;
    private final LocalPresence users;
    private final PresenceReconciler reconciler;
    private final PresenceLookup lookup;

    Presence(
            GatewayConfig config,
            RedissonClient redis,
            MongoStore mongo,
            RoomEmitter emitter,
            Timers timers,
            ScheduledExecutorService timer,
            MeterRegistry registry,
            Clock clock) {
        PresenceSettings settings = PresenceSettings.defaults().withGrace(config.presenceGrace());
        registered = new RedisPresenceRegistry(redis, config.nodeId(), settings);
        PresencePersister persister = new PresencePersister(mongo.users(), timers, registry);
        Consumer<PresenceChange> changes = new PresenceMeters(registry)
                .andThen(new PresenceAnnouncer(
                        config.presenceAudience(), mongo.users(), mongo.chats(), emitter, timers, registry))
                .andThen(persister);
        users = new LocalPresence(registered, settings, changes, timer);
        PresenceMeters.bindAudit(users, registry);
        reconciler = new PresenceReconciler(registered, mongo.users(), users::users, persister, timers, clock);
        lookup = new PresenceLookup(registered, mongo.users());
    }

    /** The users of this node. */
    LocalPresence users() {
        return users;
    }

    PresenceReconciler reconciler() {
        return reconciler;
    }

    /** Whether a user has a socket on any node, or had one a moment ago. Fails with {@code StorageException}. */
    CompletionStage<Boolean> isConnected(UserId user) {
        return registered.query(List.of(user)).thenApply(found -> found.values().stream()
                .anyMatch(state -> state.isOnline() || state.connections() > 0));
    }

    PresenceLookup lookup() {
        return lookup;
    }
}
