package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * One user on this node: the state to report, the state that the registry confirmed, and the step in flight. Later commands
 * are merged into the next step, so steps of a user keep their order and do not queue up. Any thread.
 */
final class LocalUser {
    private static final long NO_STEP = -1;

    final UserId id;
    private final LongSupplier stepNumbers;

    private int sockets;
    private int confirmedSockets;
    private Optional<Visibility> visibility = Optional.empty();
    private AnnouncedStatus announced = AnnouncedStatus.NONE;
    private long handedOver;
    private boolean socketsTold = true;
    private boolean visibilityTold = true;
    private boolean inFlight;
    private boolean awaited;
    private boolean audited;
    private long step = NO_STEP;
    private CompletableFuture<Void> next = new CompletableFuture<>();

    LocalUser(UserId id, LongSupplier stepNumbers) {
        this.id = id;
        this.stepNumbers = stepNumbers;
    }

    /**
     * What is told in one step.
     *
     * @param number stays the same until the step succeeds, so that the registry can return a change whose answer was lost
     * @param audited the step repeats what was confirmed before, so the registry should have it
     */
    record Step(
            long number,
            int sockets,
            int confirmedSockets,
            Optional<Visibility> visibility,
            AnnouncedStatus known,
            boolean audited,
            CompletableFuture<Void> done) {

        boolean disagrees(StepResult result) {
            boolean wrongCount = result.socketsBefore() != sockets && result.socketsBefore() != confirmedSockets;
            boolean wrongStatus = sockets == confirmedSockets && result.change().isPresent();
            return audited && (wrongCount || wrongStatus);
        }
    }

    synchronized CompletionStage<Void> add(int more) {
        sockets = Math.max(0, sockets + more);
        socketsTold = false;
        return awaitNext();
    }

    synchronized CompletionStage<Void> removeAll() {
        return add(-sockets);
    }

    synchronized CompletionStage<Void> choose(boolean visible) {
        visibility = Optional.of(Visibility.chosenNow(visible));
        visibilityTold = false;
        return awaitNext();
    }

    /**
     * Tells everything once more.
     *
     * @param asAudit whether the registry is expected to have it already
     */
    synchronized CompletionStage<Void> repeat(boolean asAudit) {
        audited = asAudit && socketsTold && visibilityTold && !inFlight;
        socketsTold = false;
        visibilityTold = visibility.isEmpty();
        return awaitNext();
    }

    private CompletionStage<Void> awaitNext() {
        awaited = true;
        return next.minimalCompletionStage();
    }

    /** The next step, unless one is in flight or nothing is to be told. */
    synchronized Optional<Step> begin() {
        if (inFlight || isTold()) {
            return Optional.empty();
        }
        if (step == NO_STEP) {
            step = stepNumbers.getAsLong();
        }
        var choice = visibilityTold ? Optional.<Visibility>empty() : visibility;
        var begun = new Step(step, sockets, confirmedSockets, choice, announced, audited, next);
        inFlight = true;
        awaited = false;
        audited = false;
        socketsTold = true;
        visibilityTold = true;
        next = new CompletableFuture<>();
        return Optional.of(begun);
    }

    /** Takes over what the registry answered. Returns its change, if that was not handed over before. */
    synchronized Optional<PresenceChange> learn(StepResult result) {
        if (result.announced().version() > announced.version()) {
            announced = result.announced();
        }
        if (visibilityTold) {
            visibility = result.visibility().filter(this::isLater).or(() -> visibility);
        }
        var change = result.change().filter(found -> found.version() > handedOver);
        change.ifPresent(found -> handedOver = found.version());
        return change;
    }

    private boolean isLater(Visibility other) {
        return visibility.map(known -> other.chosenAt() > known.chosenAt()).orElse(true);
    }

    /** True when there is more to tell. */
    synchronized boolean succeeded(Step done) {
        inFlight = false;
        step = NO_STEP;
        confirmedSockets = done.sockets();
        return !isTold();
    }

    /** The step stays to be told. True when a caller waits for a newer state, which is tried at once. */
    synchronized boolean failed(Step done) {
        inFlight = false;
        socketsTold = false;
        visibilityTold = visibilityTold && done.visibility().isEmpty();
        return awaited;
    }

    synchronized boolean isWaitingForRetry() {
        return !inFlight && !isTold();
    }

    /** Whether the registry should hold something else. Unknown while a step is in flight or waits. */
    synchronized boolean disagreesWith(RegisteredUser registered) {
        return !inFlight && isTold() && !registered.agreesWith(sockets);
    }

    /** Without a socket and with nothing to tell. The caller holds the map's lock on this entry. */
    synchronized boolean isDone() {
        return sockets == 0 && !inFlight && isTold();
    }

    private boolean isTold() {
        return socketsTold && visibilityTold;
    }
}
