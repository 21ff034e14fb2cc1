package dev.parley.gateway.eventloop;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The kernel interfaces of event loops and their channel types, in the order of preference. io_uring submits all writes of a pass with one
 * system call, epoll needs one for each. Containers often forbid io_uring; only Linux has it and epoll.
 */
public enum IoTransport {
    IO_URING(
            IoUring::isAvailable,
            IoUringIoHandler.class,
            IoUringIoHandler::newFactory,
            IoUringServerSocketChannel.class,
            IoUringSocketChannel.class),
    EPOLL(
            Epoll::isAvailable,
            EpollIoHandler.class,
            EpollIoHandler::newFactory,
            EpollServerSocketChannel.class,
            EpollSocketChannel.class),
    NIO(() -> true, NioIoHandler.class, NioIoHandler::newFactory, NioServerSocketChannel.class, NioSocketChannel.class);

    /** Deliberate: while descriptors are short, a multishot accept fails thousands of times a second and cannot be paused. */
    static {
        System.setProperty("io.netty.iouring.acceptMultiShotEnabled", "false");
    }

    private interface Handlers {
        IoHandlerFactory factory();
    }

    private final BooleanSupplier available;
    private final Class<? extends IoHandler> handlerType;
    private final Handlers handlers;
    private final Class<? extends ServerChannel> serverChannelType;
    private final Class<? extends SocketChannel> channelType;

    IoTransport(
            BooleanSupplier available,
            Class<? extends IoHandler> handlerType,
            Handlers handlers,
            Class<? extends ServerChannel> serverChannelType,
            Class<? extends SocketChannel> channelType) {
        this.available = available;
        this.handlerType = handlerType;
        this.handlers = handlers;
        this.serverChannelType = serverChannelType;
        this.channelType = channelType;
    }

    /** Whether this machine, and the container this process is in, allow it. */
    public boolean isAvailable() {
        return available.getAsBoolean();
    }

    public static IoTransport best() {
        return Stream.of(values()).filter(IoTransport::isAvailable).findFirst().orElse(NIO);
    }

    /** The one that the loops were started with. */
    public static IoTransport of(EventLoopGroup loops) {
        return Stream.of(values())
                .filter(io -> loops instanceof IoEventLoopGroup group && group.isIoType(io.handlerType))
                .findFirst()
                .orElse(NIO);
    }

    public EventLoopGroup start(int loops, ThreadFactory threads) {
        return new MultiThreadIoEventLoopGroup(loops, threads, handlers.factory());
    }

    CuttableLoops startCuttable(int loops, ThreadFactory threads) {
        return new CuttableLoops(loops, threads, handlers.factory());
    }

    /** Of channels that accept. */
    public Class<? extends ServerChannel> serverChannelType() {
        return serverChannelType;
    }

    /** Of channels that connect. */
    public Class<? extends SocketChannel> channelType() {
        return channelType;
    }
}
