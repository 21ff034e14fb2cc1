package dev.parley.loadtests.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Opens the client connections of a benchmark or drill, on one event loop, so that no counter needs a lock. */
public final class LoadClient implements AutoCloseable {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private final MultiThreadIoEventLoopGroup group;
    private final Bootstrap bootstrap;
    private int opened;

    public LoadClient() {
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(1, io);
        this.bootstrap = new Bootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true);
    }

    public EventLoop loop() {
        return group.next();
    }

    /** Completes on the event loop when the socket has entered the namespace; fails after ten seconds. */
    public CompletableFuture<LoadSocket> connect(int port, SocketListener listener) {
        return connect(port, listener, false);
    }

    /** @param offersDeflate whether to offer permessage-deflate, as browsers do; this client does not inflate */
    public CompletableFuture<LoadSocket> connect(int port, SocketListener listener, boolean offersDeflate) {
        LoadSocket socket = new LoadSocket(listener);
        open(port, () -> socket).whenComplete((channel, failure) -> {
            if (failure != null) {
                socket.connected().completeExceptionally(failure);
            } else {
                channel.writeAndFlush(ClientFrames.handshake("127.0.0.1:" + port, offersDeflate));
                socket.connected().exceptionally(timeout -> {
                    channel.close();
                    return null;
                });
            }
        });
        return within(CONNECT_WITHIN, socket.connected());
    }

    /** Opens a TCP connection to another kind of server, on the same event loop. */
    CompletableFuture<Channel> open(int port, Supplier<ChannelHandler> handler) {
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        Bootstrap one = bootstrap.clone().handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handler.get());
            }
        });
        one.connect(new InetSocketAddress("127.0.0.1", port), nextLocalAddress())
                .addListener((io.netty.channel.ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        opened.complete(done.channel());
                    } else {
                        opened.completeExceptionally(done.cause());
                    }
                });
        return opened;
    }

    /** An address has about 28,000 ports for connections to one server, so that each serves for 20,000 connections. */
    private InetSocketAddress nextLocalAddress() {
        return new InetSocketAddress("127.0.0." + (1 + opened++ / 20_000 % 250), 0);
    }

    /** Fails the stage on the event loop unless it completes in time. @return the stage */
    public <T> CompletableFuture<T> within(Duration limit, CompletableFuture<T> stage) {
        ScheduledFuture<?> timeout = loop().schedule(
                        () -> stage.completeExceptionally(
                                new TimeoutException("no answer for " + limit.toMillis() + " ms")),
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS);
        stage.whenComplete((done, failure) -> timeout.cancel(false));
        return stage;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
