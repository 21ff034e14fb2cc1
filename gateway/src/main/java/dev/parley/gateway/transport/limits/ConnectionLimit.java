package dev.parley.gateway.transport.limits;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the TCP connections of a node, most of which belong to sessions. Any thread. */
public final class ConnectionLimit {

    /** A session may use two connections for polling, and a third while it upgrades; health checks and scrapers need some as well. */
    private static final int WITHOUT_SESSION = 1_000;

    private final int max;
    private final AtomicInteger open = new AtomicInteger();
    private final ChannelFutureListener closed = future -> open.decrementAndGet();

    private ConnectionLimit(int max) {
        this.max = max;
    }

    public static ConnectionLimit forSessions(int sessions) {
        return new ConnectionLimit((int) Math.min(Integer.MAX_VALUE, 2L * sessions + WITHOUT_SESSION));
    }

    /** Counts {@code channel} until it closes; false when it is one too many. */
    public boolean admit(Channel channel) {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            return false;
        }
        channel.closeFuture().addListener(closed);
        return true;
    }
}
