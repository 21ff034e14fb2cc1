package dev.parley.gateway.lifecycle;

import java.util.List;

/** Stops the nodes of a process, all at the same time. */
public final class ParallelStop {
    private ParallelStop() {}

    /** Runs each action on a thread of its own. Returns when all have ended. */
    public static void run(List<Runnable> stops) {
        List<Thread> threads =
                stops.stream().map(stop -> new Thread(stop, "parley-stop-node")).toList();
        threads.forEach(Thread::start);
        threads.forEach(ParallelStop::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
