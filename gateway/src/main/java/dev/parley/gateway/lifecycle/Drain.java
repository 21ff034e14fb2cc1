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
 * Moves the clients of a node to other nodes, spread evenly over a time. Each client is told at once when to reconnect; a connection
 * that is still open then is closed as soon as its requests in flight are answered.
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
     * @param sockets supplies the open connections
     * @param over the time after which the last client reconnects
     * @param timer is shut down by the caller
     */
    public Drain(Supplier<List<DrainableSocket>> sockets, Duration over, ScheduledExecutorService timer) {
        this.sockets = sockets;
        this.over = over;
        this.timer = timer;
    }

    /** True from the call of {@link #begin}, when the node stops being ready. */
    public synchronized boolean isDraining() {
        return begun;
    }

    /**
     * Completes when every connection is closed. Connections that were opened after the beginning are closed at the end. Never
     * fails. Later calls get the same stage.
     */
    public synchronized CompletionStage<Void> begin() {
        if (!begun) {
            begun = true;
            List<DrainableSocket> open = sockets.get();
            if (!open.isEmpty()) {
                LOG.info("draining {} sockets over {} s", open.size(), over.toSeconds());
            }
            for (int i = 0; i < open.size(); i++) {
                scheduleMove(open.get(i), over.multipliedBy(i).dividedBy(open.size()));
            }
            after(open.isEmpty() ? Duration.ZERO : over.plus(LINGER), this::closeTheRest);
        }
        return done.minimalCompletionStage();
    }

    private void scheduleMove(DrainableSocket socket, Duration turn) {
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
