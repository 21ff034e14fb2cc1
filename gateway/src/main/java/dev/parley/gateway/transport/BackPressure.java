package dev.parley.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stops reading from a connection whose peer does not read, so that its requests cannot grow what waits for it, and charges what waits
 * to the node's budget.
 */
final class BackPressure extends ChannelInboundHandlerAdapter {
    private final LoopContext loop;
    private final ByteBudget budget;
    /** Null until the peer falls behind for the first time. */
    private ByteBudget.Account waiting;

    private Channel channel;

    BackPressure(LoopContext loop, ByteBudget budget) {
        this.loop = loop;
        this.budget = budget;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        if (!channel.isWritable()) {
            channel.flush(); // what was written in this pass says nothing about the reader yet
        }
        boolean isBehind = !channel.isWritable();
        if (isBehind == channel.config().isAutoRead()) {
            channel.config().setAutoRead(!isBehind);
            loop.watch(this, isBehind);
            charge();
        }
        ctx.fireChannelWritabilityChanged();
    }

    /** Charges the bytes that wait now. Called on the loop, again and again while the peer is behind. */
    void charge() {
        if (waiting == null) {
            waiting = MemoryEviction.accountOf(channel, budget);
        }
        waiting.set(channel.isWritable() ? 0 : channel.bytesBeforeWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (waiting != null) {
            loop.watch(this, false);
            waiting.set(0);
        }
        ctx.fireChannelInactive();
    }
}
