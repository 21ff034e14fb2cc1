package dev.parley.gateway.presence;

import dev.parley.core.error.Failures;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.core.user.User;
import dev.parley.core.user.UserRepository;
import dev.parley.gateway.timers.Timers;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Corrects {@code users.isOnline} and {@code users.lastActive} after changes were lost with Redis, with a node or during an outage of
 * MongoDB, in both directions: users that are online in the collection but not in presence, and users of this node that are
 * online in presence but not in the collection. Runs after the start, after a loss, and every five minutes. Any thread; never blocks.
 */
public final class PresenceReconciler {
    private static final int PAGE = 500;
    private static final Duration EVERY = Duration.ofMinutes(5);
    /** After this time every node has reported its users again. */
    private static final Duration SETTLE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(PresenceReconciler.class);

    private final PresenceRegistry presence;
    private final UserRepository users;
    private final Supplier<List<UserId>> usersOfThisNode;
    private final Consumer<PresenceChange> persister;
    private final Timers timers;
    private final Clock clock;
    private Timers.Pending next = () -> {};
    private boolean stopped;

    public PresenceReconciler(
            PresenceRegistry presence,
            UserRepository users,
            Supplier<List<UserId>> usersOfThisNode,
            Consumer<PresenceChange> persister,
            Timers timers,
            Clock clock) {
        this.presence = presence;
        this.users = users;
        this.usersOfThisNode = usersOfThisNode;
        this.persister = persister;
        this.timers = timers;
        this.clock = clock;
    }

    public void start() {
        schedule(SETTLE);
    }

    /** Presence was unavailable or lost its data: a round comes soon. */
    public void presenceLost() {
        schedule(SETTLE);
    }

    /** May be called twice. */
    public synchronized void stop() {
        stopped = true;
        next.cancel();
    }

    private synchronized void schedule(Duration delay) {
        next.cancel();
        if (!stopped) {
            next = timers.after(delay, this::round);
        }
    }

    private void round() {
        correctAll().whenComplete((done, failure) -> {
            if (failure != null) {
                logFailure(Failures.unwrap(failure));
            }
            schedule(failure == null ? EVERY : SETTLE);
        });
    }

    private static void logFailure(Throwable failure) {
        String what = "Online status in MongoDB could not be compared with presence, the next attempt is in {} s";
        if (failure instanceof StorageException) {
            LOG.warn(what + ": {}", SETTLE.toSeconds(), failure.getMessage());
        } else {
            LOG.error(what, SETTLE.toSeconds(), failure);
        }
    }

    private CompletionStage<Void> correctAll() {
        try {
            return correctOnline(Optional.empty()).thenCompose(done -> correctOffline(usersOfThisNode.get(), 0));
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    /** Deliberate: reads the clock before the query, so that the version is below that of a user who comes online during it. */
    private CompletionStage<Void> correctOnline(Optional<UserId> after) {
        Instant asked = clock.instant();
        return users.recordedOnline(after, PAGE)
                .thenCompose(page -> page.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : presence.query(page)
                                .thenAccept(states -> states.values().stream()
                                        .filter(state -> !state.isOnline())
                                        .forEach(state -> persister.accept(offline(state, asked))))
                                .thenCompose(done -> correctOnline(Optional.of(last(page)))));
    }

    private CompletionStage<Void> correctOffline(List<UserId> local, int from) {
        if (from >= local.size()) {
            return CompletableFuture.completedFuture(null);
        }
        List<UserId> page = local.subList(from, Math.min(from + PAGE, local.size()));
        return users.findAll(page)
                .thenCompose(found -> correctOffline(found.values()))
                .thenCompose(done -> correctOffline(local, from + PAGE));
    }

    private CompletionStage<Void> correctOffline(Collection<User> found) {
        List<UserId> recordedOffline =
                found.stream().filter(user -> !user.isOnline()).map(User::id).toList();
        return recordedOffline.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : presence.query(recordedOffline).thenAccept(states -> states.values().stream()
                        .filter(PresenceState::isOnline)
                        .forEach(state -> persister.accept(online(state))));
    }

    private PresenceChange online(PresenceState state) {
        return new PresenceChange(state.userId(), true, state.lastActive().orElse(clock.instant()), state.version());
    }

    /** A user unknown to presence has no version; versions start from the clock, so its time is above the last one. */
    private static PresenceChange offline(PresenceState state, Instant asked) {
        return new PresenceChange(
                state.userId(),
                false,
                state.lastActive().orElse(asked),
                state.version() > 0 ? state.version() : asked.toEpochMilli());
    }

    private static UserId last(List<UserId> page) {
        return page.get(page.size() - 1);
    }
}
