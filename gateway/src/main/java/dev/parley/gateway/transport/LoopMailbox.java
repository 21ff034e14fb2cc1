package dev.parley.gateway.transport;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one session one at a time on the event loop that owns it, in the order of submission, also while the
 * session moves to another loop: what comes from elsewhere waits in one mailbox of the session's own, not in the queue of a
 * loop, so a move can neither lose nor overtake it.
 */
final class LoopMailbox extends AtomicReference<LoopMailbox.Letter> {

    static final class Letter {
        final Runnable task;
        Letter next;

        Letter(Runnable task) {
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

    /** Runs at once if {@link #isNow}, else in turn. */
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
        var letter = new Letter(task);
        Letter previous;
        do {
            previous = get();
            letter.next = previous;
        } while (!compareAndSet(previous, letter));
        if (previous == null) {
            owner.loop().execute(this::work);
        }
    }

    /** Runs all that waits, if this is the owning loop; otherwise passes on to it, or leaves it to the move that is under way. */
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
            LOG.error("A task of a session failed; the session goes on", e);
        }
    }

    private void collect() {
        Letter letter = getAndSet(null);
        if (letter == null) {
            return;
        }
        if (taken == null) {
            taken = new ArrayDeque<>(2);
        }
        Letter first = null;
        while (letter != null) {
            Letter following = letter.next;
            letter.next = first;
            first = letter;
            letter = following;
        }
        for (; first != null; first = first.next) {
            taken.add(first.task);
        }
    }
}
