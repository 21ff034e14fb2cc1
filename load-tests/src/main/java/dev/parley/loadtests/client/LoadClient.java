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
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The load generator's side of every connection, on one event loop, so that no counter needs a lock. */
public final class LoadClient implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup group;
    private final Bootstrap bootstrap;

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

    /** Completes once the server has let the socket into the namespace. */
    public CompletableFuture<LoadSocket> connect(int port, SocketListener listener) {
        return connect(port, listener, false);
    }

    /** @param offersDeflate as a browser does; the server should decline, since this client does not inflate */
    public CompletableFuture<LoadSocket> connect(int port, SocketListener listener, boolean offersDeflate) {
        LoadSocket socket = new LoadSocket(listener);
        open(port, () -> socket).whenComplete((channel, failure) -> {
            if (failure != null) {
                socket.connected().completeExceptionally(failure);
            } else {
                channel.writeAndFlush(ClientFrames.handshake("127.0.0.1:" + port, offersDeflate));
            }
        });
        return socket.connected();
    }

    /** A plain connection to another kind of server, on the same event loop. */
    CompletableFuture<Channel> open(int port, Supplier<ChannelHandler> handler) {
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        Bootstrap one = bootstrap.clone().handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handler.get());
            }
        });
        one.connect("127.0.0.1", port).addListener((io.netty.channel.ChannelFuture done) -> {
            if (done.isSuccess()) {
                opened.complete(done.channel());
            } else {
                opened.completeExceptionally(done.cause());
            }
        });
        return opened;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
