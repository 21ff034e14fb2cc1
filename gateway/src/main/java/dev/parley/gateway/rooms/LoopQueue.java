package dev.parley.gateway.rooms;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of the fan-out for one event loop, in the order of submission. It runs in passes; frames that rooms hold back during a pass
 * are written at its end. Only {@link #submit} may be called off the loop.
 */
final class LoopQueue {

    /** What holds frames back during a pass. */
    interface Holder {
        /** Writes the held frames; does nothing without any. */
        void writeOut();
    }

    private static final Logger log = LoggerFactory.getLogger(LoopQueue.class);

    /** So that a flood of broadcasts does not keep the loop from its sockets. */
    private static final int WORK_PER_PASS = 4096;

    private final EventLoop loop;
    private final DeliveryMetrics metrics;
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean passPlanned = new AtomicBoolean();
    private final ArrayList<Holder> holding = new ArrayList<>();
    private final Runnable pass = this::pass;
    private final Runnable writeOut = this::writeOut;
    private boolean working;
    private boolean writeOutPlanned;
    /** Of the first frame that is held back, which has waited longest. */
    private long oldestHeld;

    LoopQueue(EventLoop loop, DeliveryMetrics metrics) {
        this.loop = loop;
        this.metrics = metrics;
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Runs {@code work} after everything that was submitted before. A caller on the loop then calls {@link #catchUp}, when it holds no
     * lock, so that the work runs at once.
     */
    void submit(Runnable work) {
        inbox.offer(work);
        if (!loop.inEventLoop() || working) {
            planPass();
        }
    }

    private void planPass() {
        if (!passPlanned.get() && passPlanned.compareAndSet(false, true)) {
            try {
                loop.execute(pass);
            } catch (RejectedExecutionException stopped) {
                log.debug("The event loop has stopped; its broadcasts are dropped", stopped);
            }
        }
    }

    private void pass() {
        passPlanned.set(false);
        catchUp();
    }

    /** Runs the waiting work, if the caller is on the loop and not inside such work. */
    void catchUp() {
        if (!loop.inEventLoop() || working) {
            return;
        }
        exclusively(this::workOff);
        planWriteOut();
    }

    private void workOff() {
        for (int done = 0; done < WORK_PER_PASS; done++) {
            Runnable work = inbox.poll();
            if (work == null) {
                return;
            }
            run(work);
        }
        planPass();
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    private static void writeOutAlone(Holder holder) {
        try {
            holder.writeOut();
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    /** What fails for one room is not the end of a pass for the others. */
    private static void failed(Throwable failure) {
        log.error("A broadcast or a change of membership failed on its event loop", failure);
    }

    /** {@code holder} holds frames back, to be written at the end of this pass. @param since of the broadcast */
    void holds(Holder holder, long since) {
        if (holding.isEmpty()) {
            oldestHeld = since;
        }
        holding.add(holder);
    }

    private void planWriteOut() {
        if (!holding.isEmpty() && !writeOutPlanned) {
            writeOutPlanned = true;
            loop.execute(writeOut);
        }
    }

    private void writeOut() {
        writeOutPlanned = false;
        exclusively(() -> {
            for (int i = 0; i < holding.size(); i++) {
                writeOutAlone(holding.get(i));
            }
            holding.clear();
        });
        metrics.deliveryTook(System.nanoTime() - oldestHeld);
        planWriteOut();
    }

    /** Writes the held frames of a holder now, because something else is about to be written to the same socket. */
    void writeOut(Holder holder) {
        exclusively(holder::writeOut);
    }

    /** Work that a socket's code submits from inside waits: a shard must not be written to while it is being written out. */
    private void exclusively(Runnable work) {
        boolean nested = working;
        working = true;
        try {
            work.run();
        } finally {
            working = nested;
        }
    }
}
