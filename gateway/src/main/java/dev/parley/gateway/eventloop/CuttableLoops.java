package dev.parley.gateway.eventloop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Event loops that know their channels, so that all of them can be closed at once. */
public final class CuttableLoops extends MultiThreadIoEventLoopGroup {
    private static final long CLOSED_WITHIN_MS = 1_000;

    CuttableLoops(int loops, ThreadFactory threads, IoHandlerFactory handlers) {
        super(loops, threads, handlers);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... arguments) {
        return new Loop(this, executor, handlers);
    }

    /** Adds a channel that was registered past {@link Loop#register}, as Reactor does it; does nothing on other loops. */
    public static void track(Channel channel) {
        if (channel.eventLoop() instanceof Loop loop) {
            loop.track(channel);
        }
    }

    /**
     * Closes all connections and ports, and refuses new ones. What handlers do about a closed connection finds every other one closed as
     * well, so that nothing more is sent. Blocks until they are closed, at most two seconds; NIO gives up a port a moment later.
     */
    public void cut() {
        List<Loop> loops = new ArrayList<>();
        for (EventExecutor loop : this) {
            loops.add((Loop) loop);
        }
        CountDownLatch uncut = new CountDownLatch(loops.size());
        loops.forEach(loop -> loop.execute(() -> {
            loop.closeAll();
            uncut.countDown();
            await(uncut);
        }));
        await(uncut);
        loops.forEach(loop -> loop.channels.newCloseFuture().awaitUninterruptibly(CLOSED_WITHIN_MS));
    }

    /** Deliberate: blocks the loops, on which nothing is to run before all channels are closed. */
    private static void await(CountDownLatch uncut) {
        try {
            uncut.await(CLOSED_WITHIN_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Loop extends SingleThreadIoEventLoop {
        private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        private volatile boolean isCut;

        private Loop(CuttableLoops loops, Executor executor, IoHandlerFactory handlers) {
            super(loops, executor, handlers);
        }

        @Override
        public ChannelFuture register(ChannelPromise promise) {
            Channel channel = promise.channel();
            if (isCut) {
                channel.unsafe().closeForcibly();
                return promise.setFailure(new RejectedExecutionException("the node was killed"));
            }
            track(channel);
            return super.register(promise);
        }

        private void track(Channel channel) {
            channels.add(channel);
            if (isCut) {
                channel.close();
            }
        }

        /** Without the pipelines, in which protocols send close messages. */
        private void closeAll() {
            isCut = true;
            channels.forEach(channel -> channel.unsafe().close(channel.unsafe().voidPromise()));
        }
    }
}
