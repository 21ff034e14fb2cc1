package dev.parley.gateway.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a node's clients away, evenly over a time, so that the other nodes get them one by one. Each is told at once when its
 * turn comes; whoever is still there at the end of its turn is closed once its running requests are answered.
 */
public final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Supplier<List<DrainableSocket>> sockets;
    private final Duration over;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private boolean begun;

    /**
     * @param sockets those that are open now
     * @param over the last turn comes after this time
     * @param timer stays the caller's to shut down
     */
    public Drain(Supplier<List<DrainableSocket>> sockets, Duration over, ScheduledExecutorService timer) {
        this.sockets = sockets;
        this.over = over;
        this.timer = timer;
    }

    /** True from the call of {@link #begin}: the node is not ready any more. */
    public synchronized boolean isDraining() {
        return begun;
    }

    /**
     * Completes when every socket has been closed and told so; those that came after the beginning have their turn at the
     * end. Never fails. Later calls get the same stage.
     */
    public synchronized CompletionStage<Void> begin() {
        if (!begun) {
            begun = true;
            List<DrainableSocket> open = sockets.get();
            if (!open.isEmpty()) {
                LOG.info("draining {} sockets over {} s", open.size(), over.toSeconds());
            }
            for (int i = 0; i < open.size(); i++) {
                giveTurn(open.get(i), over.multipliedBy(i).dividedBy(open.size()));
            }
            after(open.isEmpty() ? Duration.ZERO : over.plus(LINGER), this::closeTheRest);
        }
        return done.minimalCompletionStage();
    }

    private void giveTurn(DrainableSocket socket, Duration turn) {
        socket.tell(turn);
        after(turn.plus(LINGER), socket::closeWhenAnswered);
    }

    private void closeTheRest() {
        CompletableFuture<?>[] closed = sockets.get().stream()
                .map(DrainableSocket::closeWhenAnswered)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(closed).whenComplete((all, failure) -> done.complete(null));
    }

    private void after(Duration delay, Runnable step) {
        timer.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
