package dev.parley.gateway.presence;

import dev.parley.core.id.UserId;
import dev.parley.core.user.UserRepository;
import dev.parley.gateway.timers.Retries;
import dev.parley.gateway.timers.Timers;
import dev.parley.presence.PresenceChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Persists {@code users.isOnline} and {@code users.lastActive} for the application's other readers. One write per user at a time
 * and the newest change only. A write that MongoDB does not take is retried for some minutes, then dropped and counted; {@link
 * PresenceReconciler} corrects it later. Never throws and never blocks.
 */
public final class PresencePersister implements Consumer<PresenceChange> {
    /** About nine minutes: longer than it takes to replace a server of MongoDB. */
    private static final int MAX_ATTEMPTS = 60;

    private final UserRepository users;
    private final Retries retries;
    private final Counter unpersisted;
    /** The change of each user that is being written or waits for the write in flight. */
    private final ConcurrentMap<UserId, PresenceChange> newest = new ConcurrentHashMap<>();

    public PresencePersister(UserRepository users, Timers timers, MeterRegistry registry) {
        this.users = users;
        this.retries = new Retries(timers, MAX_ATTEMPTS);
        this.unpersisted = Counter.builder("parley.presence.unrecorded")
                .description("Changes of presence that MongoDB did not take")
                .register(registry);
    }

    @Override
    public void accept(PresenceChange change) {
        boolean[] idle = new boolean[1];
        newest.compute(change.userId(), (user, waiting) -> {
            idle[0] = waiting == null;
            return waiting == null || waiting.version() < change.version() ? change : waiting;
        });
        if (idle[0]) {
            write(change);
        }
    }

    private void write(PresenceChange change) {
        retries.until(() -> record(newest.getOrDefault(change.userId(), change)))
                .exceptionally(failure -> givenUp(change))
                .thenAccept(this::next);
    }

    private CompletionStage<PresenceChange> record(PresenceChange change) {
        return users.recordPresence(change.userId(), change.isOnline(), change.lastActive(), change.version())
                .thenApply(done -> change);
    }

    private PresenceChange givenUp(PresenceChange change) {
        unpersisted.increment();
        return newest.getOrDefault(change.userId(), change);
    }

    /** Writes the change that arrived during the last write, if there is one. */
    private void next(PresenceChange written) {
        if (!newest.remove(written.userId(), written)) {
            write(newest.get(written.userId()));
        }
    }
}
