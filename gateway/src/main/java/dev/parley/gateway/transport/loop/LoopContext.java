package dev.parley.gateway.transport.loop;

import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.timers.PeriodicTask;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the sessions of one event loop share: its flush at the end of a pass, and its deadlines. Used on that loop only. */
public final class LoopContext {

    /** What is flushed when a pass of the loop ends. */
    public interface Flushable {
        void flush();
    }

    /** A connection whose peer does not read. */
    public interface SlowReader {
        /** Charges the bytes that wait now. Called at each tick. */
        void charge();
    }

    private static final Logger LOG = LoggerFactory.getLogger(LoopContext.class);
    private static final OncePerMinute FAILURES = new OncePerMinute(System::nanoTime);

    private final EventLoop loop;
    private final DeadlineWheel deadlines;
    private final Set<SlowReader> slowReaders = new HashSet<>();
    private ArrayList<Flushable> unflushed = new ArrayList<>();
    private ArrayList<Flushable> flushing = new ArrayList<>();

    /** @param tick precision of deadlines in milliseconds */
    public LoopContext(EventLoop loop, long tick) {
        this.loop = loop;
        this.deadlines = new DeadlineWheel(tick, now(), LoopContext::failed);
        PeriodicTask.start("the deadlines of sessions", loop, Duration.ofMillis(tick), this::tick);
    }

    private void tick() {
        if (!slowReaders.isEmpty()) {
            List.copyOf(slowReaders).forEach(LoopContext::charge); // a copy, because charging may close some
        }
        deadlines.advance(now());
    }

    private static void charge(SlowReader connection) {
        try {
            connection.charge();
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    /** What fails for one connection is not the end of a pass for the others. */
    private static void failed(Throwable failure) {
        FAILURES.run(count ->
                LOG.error("A connection failed on its event loop, {} times since the last line", count, failure));
    }

    /** Milliseconds of a clock that never goes back and means nothing outside this process. */
    public static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    public EventLoop loop() {
        return loop;
    }

    public DeadlineWheel deadlines() {
        return deadlines;
    }

    /** Has {@code connection} charged at each tick while its peer is behind. */
    public void watch(SlowReader connection, boolean isBehind) {
        if (isBehind) {
            slowReaders.add(connection);
        } else {
            slowReaders.remove(connection);
        }
    }

    /** Flushes a session once when this pass of the loop ends, together with all others that wrote. */
    public void flushAtEnd(Flushable session) {
        if (unflushed.isEmpty()) {
            loop.execute(this::flush);
        }
        unflushed.add(session);
    }

    private void flush() {
        ArrayList<Flushable> sessions = unflushed;
        unflushed = flushing;
        flushing = sessions;
        for (int i = 0; i < sessions.size(); i++) {
            flush(sessions.get(i));
        }
        sessions.clear();
    }

    private static void flush(Flushable session) {
        try {
            session.flush();
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }
}
