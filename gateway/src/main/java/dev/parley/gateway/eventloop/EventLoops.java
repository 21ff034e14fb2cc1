package dev.parley.gateway.eventloop;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of a node. Sockets, Redis and REST share them, so that a request mostly stays on one thread: waking another costs
 * as much as a small message.
 */
public final class EventLoops {
    private static final long END_MS = 500;

    private EventLoops() {}

    public static EventLoopGroup start(IoTransport transport) {
        return transport.start(number(), threads());
    }

    /** Of a node that may be killed. */
    public static CuttableLoops startCuttable(IoTransport transport) {
        return transport.startCuttable(number(), threads());
    }

    /** One less than the processors, at least one: the rest is for the compiler, the collector and the kernel. */
    private static int number() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    private static ThreadFactory threads() {
        return new DefaultThreadFactory("parley-loop", true);
    }

    /** Blocks; may be called twice. */
    public static void stop(EventLoopGroup loops) {
        loops.shutdownGracefully(0, END_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
