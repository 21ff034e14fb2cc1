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
 * One event loop's share of the fan-out. Work for the loop waits in one inbox, in the order it was submitted, and is done in
 * passes; what rooms hold back during a pass is written at its end. Only {@link #submit} may be called off the loop.
 */
final class LoopQueue {
    private static final Logger log = LoggerFactory.getLogger(LoopQueue.class);

    /** So that a flood of broadcasts does not keep the loop from its sockets. */
    private static final int WORK_PER_PASS = 4096;

    private final EventLoop loop;
    private final LoopQueues lanes;
    private final DeliveryMetrics metrics;
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean passPlanned = new AtomicBoolean();
    private final ArrayList<RoomShard> holding = new ArrayList<>();
    private final Runnable pass = this::pass;
    private final Runnable writeOut = this::writeOut;
    private boolean working;
    private boolean writeOutPlanned;
    /** Of the first that is held back: work is done in the order in which it came, so no other has waited longer. */
    private long oldestHeld;

    LoopQueue(EventLoop loop, LoopQueues lanes, DeliveryMetrics metrics) {
        this.loop = loop;
        this.lanes = lanes;
        this.metrics = metrics;
    }

    EventLoop loop() {
        return loop;
    }

    LoopQueues all() {
        return lanes;
    }

    /**
     * Runs {@code work} after all that was submitted before. A caller on the loop follows up with {@link #catchUp}, once it holds no
     * lock, and has it done at once.
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
                log.debug("The event loop has stopped; what was to be delivered by it is not", stopped);
            }
        }
    }

    private void pass() {
        passPlanned.set(false);
        catchUp();
    }

    /** Does what waits in the inbox, if the caller is on the loop and not inside such work already. */
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
        } catch (RuntimeException e) {
            log.error("A broadcast or a change of membership failed on its event loop", e);
        }
    }

    /** The part has something held back, to be written at the end of this pass. @param since of its broadcast */
    void holds(RoomShard part, long since) {
        if (holding.isEmpty()) {
            oldestHeld = since;
        }
        holding.add(part);
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
                holding.get(i).writeOut();
            }
            holding.clear();
        });
        metrics.deliveryTook(System.nanoTime() - oldestHeld);
        planWriteOut();
    }

    /** Writes what the part holds back now, because something else is about to be written to one of its members. */
    void writeOut(RoomShard part) {
        exclusively(part::writeOut);
    }

    /** Whatever a socket's code submits from inside waits: a half-written part must not be opened again. */
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
