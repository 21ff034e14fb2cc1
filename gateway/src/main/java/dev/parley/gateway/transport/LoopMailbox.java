package dev.parley.gateway.transport;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one session on the event loop that owns it, one at a time and in the order of submission. Tasks of other threads wait
 * in a queue of the session, not of a loop, so that moving the session to another loop neither loses nor reorders them.
 */
final class LoopMailbox extends AtomicReference<LoopMailbox.Node> {

    static final class Node {
        final Runnable task;
        Node next;

        Node(Runnable task) {
            this.task = task;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(LoopMailbox.class);

    private volatile LoopContext owner;
    /** False between the last task on the old loop and the first on the new one. */
    private volatile boolean settled = true;
    /** Taken out of the mailbox and not run yet; belongs to the owning loop, like everything below. */
    private ArrayDeque<Runnable> taken;

    LoopMailbox(LoopContext owner) {
        this.owner = owner;
    }

    LoopContext owner() {
        return owner;
    }

    EventLoop loop() {
        return owner.loop();
    }

    /** Whether the caller is the owning loop and nothing submitted earlier is still waiting. */
    boolean isNow() {
        return isHere() && get() == null && (taken == null || taken.isEmpty());
    }

    /** Runs the task immediately if {@link #isNow}, else after the tasks before it. */
    void run(Runnable task) {
        if (isNow()) {
            task.run();
        } else if (isHere() && taken != null && !taken.isEmpty()) {
            collect();
            taken.add(task);
        } else {
            submit(task);
            if (isHere()) {
                work();
            }
        }
    }

    /**
     * Called on the owning loop: this task is the last one there. {@code arrived} is the first on {@code target}, before
     * everything that was submitted and has not run.
     */
    void moveTo(LoopContext target, Runnable arrived) {
        settled = false;
        target.loop().execute(() -> {
            owner = target;
            settled = true;
            arrived.run();
            work();
        });
    }

    private boolean isHere() {
        return settled && owner.loop().inEventLoop();
    }

    private void submit(Runnable task) {
        var node = new Node(task);
        Node previous;
        do {
            previous = get();
            node.next = previous;
        } while (!compareAndSet(previous, node));
        if (previous == null) {
            owner.loop().execute(this::work);
        }
    }

    /** Runs the waiting tasks if this is the owning loop; otherwise schedules them there, unless a move in progress will. */
    private void work() {
        if (!isHere()) {
            if (settled) {
                owner.loop().execute(this::work);
            }
            return;
        }
        collect();
        while (isHere() && taken != null && !taken.isEmpty()) {
            runNext();
        }
    }

    private void runNext() {
        try {
            taken.poll().run();
        } catch (RuntimeException e) {
            LOG.error("A task of a session failed; the session stays open", e);
        }
    }

    private void collect() {
        Node node = getAndSet(null);
        if (node == null) {
            return;
        }
        if (taken == null) {
            taken = new ArrayDeque<>(2);
        }
        Node first = null;
        while (node != null) {
            Node following = node.next;
            node.next = first;
            first = node;
            node = following;
        }
        for (; first != null; first = first.next) {
            taken.add(first.task);
        }
    }
}
