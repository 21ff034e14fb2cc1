package dev.parley.gateway.lifecycle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the process does when it is told to end: the first SIGTERM or SIGINT ends it in order with exit code 0, the second one
 * at once. A shutdown hook alone can do neither: its exit code is the signal's, and it never hears of a second one.
 *
 * <p>Deliberate: {@code sun.misc.Signal} by reflection, since the compiler warns of it in a way that cannot be silenced. Where
 * a JVM lacks it, the shutdown hooks still run.
 */
public final class TerminationSignals {
    /** 128 + SIGTERM, what a shell shows for a process that was ended by it. */
    private static final int ENDED_AT_ONCE = 143;

    private static final Logger LOG = LoggerFactory.getLogger(TerminationSignals.class);

    private final Runnable endInOrder;
    private final IntConsumer exit;
    private final IntConsumer halt;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param endInOrder blocks until everything has ended
     * @param exit ends the process with the shutdown hooks, {@code halt} without
     */
    TerminationSignals(Runnable endInOrder, IntConsumer exit, IntConsumer halt) {
        this.endInOrder = endInOrder;
        this.exit = exit;
        this.halt = halt;
    }

    /** @param endInOrder blocks until everything has ended; called once, on a thread of its own */
    public static void endInOrder(Runnable endInOrder) {
        TerminationSignals signals = new TerminationSignals(endInOrder, System::exit, Runtime.getRuntime()::halt);
        for (String name : new String[] {"TERM", "INT"}) {
            listen(name, signals::received);
        }
    }

    void received() {
        if (told.compareAndSet(false, true)) {
            new Thread(this::end, "parley-end").start();
        } else {
            halt.accept(ENDED_AT_ONCE);
        }
    }

    private void end() {
        endInOrder.run();
        exit.accept(0);
    }

    private static void listen(String name, Runnable received) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            Object listener = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        received.run();
                        return null;
                    });
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InstantiationException
                | InvocationTargetException unsupported) {
            LOG.debug("SIG{} is left to the shutdown hooks", name, unsupported);
        }
    }
}
