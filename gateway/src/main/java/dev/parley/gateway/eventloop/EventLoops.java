package dev.parley.gateway.eventloop;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of a node. Sockets, Redis and REST share them, so that a request mostly stays on one thread: waking another costs
 * as much as a small message.
 */
public final class EventLoops {
    private static final long END_MS = 500;

    private EventLoops() {}

    /** One less than the processors, at least one: the rest is for the compiler, the collector and the kernel. */
    public static EventLoopGroup start(IoTransport transport) {
        return transport.start(
                Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
                new DefaultThreadFactory("parley-loop", true));
    }

    /** Blocks; may be called twice. */
    public static void stop(EventLoopGroup loops) {
        loops.shutdownGracefully(0, END_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
