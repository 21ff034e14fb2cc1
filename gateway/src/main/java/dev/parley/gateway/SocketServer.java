package dev.parley.gateway;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketConfig;
import com.corundumstudio.socketio.SocketIOServer;
import dev.parley.gateway.fanout.RedissonRoomStoreFactory;
import dev.parley.gateway.handler.SocketEvents;
import dev.parley.gateway.ops.EventLoopLag;
import dev.parley.gateway.transport.Session;
import dev.parley.gateway.transport.SocketIoPipeline;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.epoll.Epoll;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The Socket.IO port: netty-socketio's server on our pipeline. */
final class SocketServer {
    private static final int BACKLOG = 4096;

    private final SocketIOServer server;
    private Channel listening;
    private boolean stopped;

    SocketServer(
            String host,
            int port,
            boolean compression,
            SocketIoPipeline pipeline,
            SocketEvents events,
            EventLoopLag lag) {
        Configuration configuration = configuration(host, port);
        pipeline.configure(configuration);
        configuration.setWebsocketCompression(compression);
        this.server = new SocketIOServer(configuration);
        server.setPipelineFactory(pipeline);
        events.bindTo(server.getNamespace(""));
        // The library keeps its event loops to itself; a socket tells on which it lives.
        server.addConnectListener(client -> lag.watch(Session.of(client).eventLoop()));
    }

    /** Blocks until the port is bound; throws {@code BindException} when it is taken. */
    synchronized void start() {
        listening = ((ChannelFuture) server.startAsync()).syncUninterruptibly().channel();
    }

    /** The port that is bound, for who asked for port 0. */
    synchronized int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** No new connections; may be called twice. */
    synchronized void stopAccepting() {
        if (listening != null) {
            listening.close().syncUninterruptibly();
        }
    }

    /** Blocks for some seconds, which is how netty-socketio ends its event loops; may be called twice. */
    synchronized void stop() {
        if (listening != null && !stopped) {
            stopped = true;
            stopAccepting();
            endBoss();
            server.stop();
        }
    }

    /** At once, because it has nothing left to do; netty-socketio would wait two seconds more for it. */
    private void endBoss() {
        listening.eventLoop().parent().shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static Configuration configuration(String host, int port) {
        SocketConfig socket = new SocketConfig();
        socket.setReuseAddress(true);
        socket.setAcceptBackLog(BACKLOG);
        Configuration configuration = new Configuration();
        configuration.setHostname(host);
        configuration.setPort(port);
        configuration.setSocketConfig(socket);
        configuration.setBossThreads(1);
        configuration.setWorkerThreads(Runtime.getRuntime().availableProcessors());
        configuration.setUseLinuxNativeEpoll(Epoll.isAvailable());
        configuration.setStoreFactory(new RedissonRoomStoreFactory());
        return configuration;
    }
}
