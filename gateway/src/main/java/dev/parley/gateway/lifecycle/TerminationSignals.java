package dev.parley.gateway.lifecycle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGTERM and SIGINT: the first signal stops the process in order with exit code 0, the second one at once. A shutdown hook
 * alone cannot do this: the exit code is the signal's, and a second signal does not reach it.
 *
 * <p>Deliberate: {@code sun.misc.Signal} by reflection, since the compiler warns of it in a way that cannot be silenced. Where
 * a JVM lacks it, the shutdown hooks still run.
 */
public final class TerminationSignals {
    /** 128 + SIGTERM, what a shell shows for a process that was ended by it. */
    private static final int ENDED_AT_ONCE = 143;

    private static final Logger LOG = LoggerFactory.getLogger(TerminationSignals.class);

    private final Runnable stopInOrder;
    private final IntConsumer exit;
    private final IntConsumer halt;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param stopInOrder blocks until everything has stopped
     * @param exit ends the process with the shutdown hooks, {@code halt} without
     */
    TerminationSignals(Runnable stopInOrder, IntConsumer exit, IntConsumer halt) {
        this.stopInOrder = stopInOrder;
        this.exit = exit;
        this.halt = halt;
    }

    /** @param stopInOrder blocks until everything has stopped; called once, on a thread of its own */
    public static void stopInOrder(Runnable stopInOrder) {
        TerminationSignals signals = new TerminationSignals(stopInOrder, System::exit, Runtime.getRuntime()::halt);
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
        stopInOrder.run();
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
