package dev.parley.gateway.eventloop;

import dev.parley.core.logging.OncePerMinute;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once a minute of connections that a listening socket cannot accept, for want of file descriptors for instance. Netty pauses for a
 * second after each failure; open connections are not affected.
 */
public final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);

    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);

    private AcceptFailures() {}

    /** Adds the handler behind the one that pauses. @param listening is bound */
    public static void watch(Channel listening) {
        listening.pipeline().addLast(new AcceptFailures());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failures.run(count -> LOG.warn(
                "{} accepts no connections for a second; failures since the last line: {}, the last one: {}",
                context.channel().localAddress(),
                count,
                cause.toString()));
    }
}
