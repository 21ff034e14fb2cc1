package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One user as this node knows them: the wanted state here, and the one step that is under way to the registry. Wishes that
 * arrive meanwhile are folded into the next step, so steps of one user never overtake each other and never queue up.
 */
final class LocalUser {
    final UserId id;

    private int sockets;
    private Optional<Boolean> visibility = Optional.empty();
    private boolean reported = true;
    private boolean visibilityTold = true;
    private boolean unsure;
    private boolean running;
    private boolean asked;
    private CompletableFuture<Void> next = new CompletableFuture<>();

    LocalUser(UserId id) {
        this.id = id;
    }

    /** What one step has to tell the registry. {@code unsure}: the last step failed and may have changed something. */
    record Step(int sockets, Optional<Boolean> visibility, boolean unsure, CompletableFuture<Void> done) {}

    synchronized CompletionStage<Void> add(int more) {
        sockets = Math.max(0, sockets + more);
        reported = false;
        return asked();
    }

    /** Absolute, as everything that the registry is told. */
    synchronized CompletionStage<Void> none() {
        return add(-sockets);
    }

    synchronized CompletionStage<Void> visible(boolean visible) {
        visibility = Optional.of(visible);
        visibilityTold = false;
        return asked();
    }

    /** Tells everything once more: the registry forgot it. */
    synchronized CompletionStage<Void> again() {
        reported = false;
        visibilityTold = visibility.isEmpty();
        return asked();
    }

    private CompletionStage<Void> asked() {
        asked = true;
        return next.minimalCompletionStage();
    }

    /** The next step, unless one is under way or nothing is to be told. */
    synchronized Optional<Step> begin() {
        if (running || (reported && visibilityTold)) {
            return Optional.empty();
        }
        var step = new Step(sockets, visibilityTold ? Optional.empty() : visibility, unsure, next);
        running = true;
        asked = false;
        reported = true;
        visibilityTold = true;
        next = new CompletableFuture<>();
        return Optional.of(step);
    }

    /** True when there is more to tell. */
    synchronized boolean succeeded() {
        running = false;
        unsure = false;
        return !reported || !visibilityTold;
    }

    /** The wish stays untold. True when somebody waits for a newer one, which deserves its own try now. */
    synchronized boolean failed(Step step) {
        running = false;
        unsure = true;
        reported = false;
        visibilityTold = visibilityTold && step.visibility().isEmpty();
        return asked;
    }

    synchronized boolean isUntold() {
        return !running && (!reported || !visibilityTold);
    }

    /** Without a socket and with nothing to tell; the caller holds the map's lock on this entry. */
    synchronized boolean isDone() {
        return sockets == 0 && !running && reported && visibilityTold;
    }
}
