package dev.parley.gateway.transport.loop;

import dev.parley.gateway.transport.limits.ByteBudget;
import dev.parley.gateway.transport.limits.MemoryEviction;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.util.function.Function;

/**
 * Stops reading from a connection whose peer does not read, so that its requests cannot grow what waits for it, and charges what waits
 * to the node's budget.
 */
public final class BackPressure extends ChannelInboundHandlerAdapter implements LoopContext.SlowReader {
    private final Function<EventLoop, LoopContext> loops;
    private final ByteBudget budget;
    private LoopContext loop;
    private boolean isBehind;
    /** Null until the peer falls behind for the first time. */
    private ByteBudget.Account waiting;

    private Channel channel;

    public BackPressure(Function<EventLoop, LoopContext> loops, ByteBudget budget) {
        this.loops = loops;
        this.budget = budget;
    }

    @Override
    public void channelRegistered(ChannelHandlerContext ctx) {
        loop = loops.apply(ctx.channel().eventLoop());
        loop.watch(this, isBehind);
        ctx.fireChannelRegistered();
    }

    @Override
    public void channelUnregistered(ChannelHandlerContext ctx) {
        loop.watch(this, false);
        ctx.fireChannelUnregistered();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        if (!channel.isWritable()) {
            channel.flush(); // what was written in this pass says nothing about the reader yet
        }
        if (isBehind == channel.isWritable()) {
            isBehind = !isBehind;
            channel.config().setAutoRead(!isBehind);
            loop.watch(this, isBehind);
            charge();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void charge() {
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
