package dev.parley.gateway.transport.loop;

import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one session on its event loop, one at a time and in the order of submission. The number is that of the tasks that
 * other threads have submitted and that have not run.
 */
public final class LoopMailbox extends AtomicInteger {

    private static final Logger LOG = LoggerFactory.getLogger(LoopMailbox.class);
    private static final long serialVersionUID = 1L;

    private final transient EventLoop loop;

    public LoopMailbox(EventLoop loop) {
        this.loop = loop;
    }

    /** Whether the caller is on the event loop and nothing submitted earlier is still waiting. */
    public boolean isNow() {
        return loop.inEventLoop() && get() == 0;
    }

    /** Runs the task immediately if {@link #isNow}, else after the tasks before it. */
    public void run(Runnable task) {
        if (isNow()) {
            task.run();
        } else {
            incrementAndGet();
            loop.execute(() -> runNext(task));
        }
    }

    private void runNext(Runnable task) {
        decrementAndGet();
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of a session failed; the session stays open", e);
        }
    }
}
