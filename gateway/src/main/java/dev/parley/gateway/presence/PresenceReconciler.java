package dev.parley.gateway.presence;

import dev.parley.core.id.UserId;
import dev.parley.core.user.UserRepository;
import dev.parley.gateway.timers.Timers;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts {@code users.isOnline} right after changes were lost, with Redis or with a node: whoever the collection says is online
 * and presence does not is written down as offline. Runs at start, when presence was lost, and every few minutes.
 */
public final class PresenceReconciler {
    private static final int PAGE = 500;
    private static final Duration EVERY = Duration.ofMinutes(5);
    /** After a loss, until every node has reported its users again. */
    private static final Duration SETTLE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(PresenceReconciler.class);

    private final PresenceRegistry presence;
    private final UserRepository users;
    private final Consumer<PresenceChange> recorder;
    private final Timers timers;
    private final Clock clock;
    private Timers.Pending next = () -> {};
    private boolean stopped;

    public PresenceReconciler(
            PresenceRegistry presence,
            UserRepository users,
            Consumer<PresenceChange> recorder,
            Timers timers,
            Clock clock) {
        this.presence = presence;
        this.users = users;
        this.recorder = recorder;
        this.timers = timers;
        this.clock = clock;
    }

    /** The first round comes once everyone had time to report. */
    public void start() {
        schedule(SETTLE);
    }

    /** Presence was away or lost what it knew: a round comes soon. */
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
        repair(Optional.empty()).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("online status could not be compared with presence, trying again: {}", failure.toString());
            }
            schedule(failure == null ? EVERY : SETTLE);
        });
    }

    private CompletionStage<Void> repair(Optional<UserId> after) {
        return users.recordedOnline(after, PAGE)
                .thenCompose(page -> page.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : presence.query(page)
                                .thenAccept(this::correct)
                                .thenCompose(done -> repair(Optional.of(last(page)))));
    }

    private void correct(Map<UserId, PresenceState> states) {
        states.values().stream().filter(state -> !state.isOnline()).forEach(state -> recorder.accept(offline(state)));
    }

    /** A user whose record presence lost has no version any more: the clock, from which versions start, is above the last. */
    private PresenceChange offline(PresenceState state) {
        return new PresenceChange(
                state.userId(),
                false,
                state.lastActive().orElse(clock.instant()),
                state.version() > 0 ? state.version() : clock.millis());
    }

    private static UserId last(List<UserId> page) {
        return page.get(page.size() - 1);
    }
}
