package dev.parley.gateway.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.testing.Waiting;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CuttableLoopsTest {
    private static final int LOOPS = 32;
    private static final int CLIENTS = 12;
    private static final int PATIENCE_MS = 20_000;

    private CuttableLoops loops;
    /** To a store, so to speak; one on each loop. */
    private final List<Channel> toStore = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        if (loops != null) {
            loops.shutdownGracefully(0, PATIENCE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyConnectionAndPortIsClosedAndNobodyIsToldAnything(IoTransport io) throws Exception {
        assumeTrue(io.isAvailable(), io + " is not available");
        loops = io.startCuttable(LOOPS, new DefaultThreadFactory("cut", true));
        try (var store = new ServerSocket(0, CLIENTS, InetAddress.getLoopbackAddress())) {
            var told = new ArrayList<Socket>();
            for (var i = 0; i < LOOPS; i++) {
                toStore.add(connect(io, store));
                told.add(store.accept());
            }
            var port = serve(io);
            var clients = new CopyOnWriteArrayList<Socket>();
            for (var i = 0; i < CLIENTS; i++) {
                clients.add(connected(port));
            }

            loops.cut();

            for (var client : clients) {
                assertEnded(client);
            }
            for (var socket : told) {
                socket.setSoTimeout(PATIENCE_MS);
                assertEnded(socket);
            }
            Waiting.until("the port refuses connections", () -> isRefused(port));
            assertThat(new Bootstrap()
                            .group(loops)
                            .channel(io.channelType())
                            .handler(new ChannelInboundHandlerAdapter())
                            .connect(address(store))
                            .await()
                            .isSuccess())
                    .isFalse();
        }
    }

    private Channel connect(IoTransport io, ServerSocket store) throws InterruptedException {
        return new Bootstrap()
                .group(loops)
                .channel(io.channelType())
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address(store))
                .sync()
                .channel();
    }

    private static InetSocketAddress address(ServerSocket store) {
        return new InetSocketAddress(store.getInetAddress(), store.getLocalPort());
    }

    private int serve(IoTransport io) throws InterruptedException {
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channel(io.serverChannelType())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ClosingHandler());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Sends a byte when it is accepted and a close message when it is closed, and then a message to each store. */
    private final class ClosingHandler extends ChannelDuplexHandler {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {1}));
        }

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise closed) {
            context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {3}));
            context.close(closed);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            toStore.forEach(store -> store.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {2})));
        }
    }

    private static Socket connected(int port) throws IOException {
        var client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(PATIENCE_MS);
        assertThat(client.getInputStream().read()).isEqualTo(1);
        return client;
    }

    /** The selector of NIO leaves a closed port open until its next pass. */
    private static boolean isRefused(int port) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    /** Closed or reset, without another byte. */
    private static void assertEnded(Socket socket) throws IOException {
        try (socket) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
