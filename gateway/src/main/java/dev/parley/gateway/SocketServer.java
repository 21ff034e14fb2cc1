package dev.parley.gateway;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketConfig;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.namespace.Namespace;
import dev.parley.gateway.cluster.RedissonRoomStoreFactory;
import dev.parley.gateway.events.SocketEvents;
import dev.parley.gateway.transport.SharedLoopsServer;
import dev.parley.gateway.transport.SocketIoPipeline;
import io.netty.channel.EventLoopGroup;

/** The Socket.IO port: the server of netty-socketio with the pipeline of {@code transport}. */
final class SocketServer {
    private static final int BACKLOG = 4096;

    private final SharedLoopsServer server;

    SocketServer(
            String host,
            int port,
            boolean compression,
            SocketIoPipeline pipeline,
            SocketEvents events,
            EventLoopGroup loops) {
        Configuration configuration = configuration(host, port);
        pipeline.configure(configuration);
        configuration.setWebsocketCompression(compression);
        pipeline.onUnknownEvent(events::unknown);
        this.server = new SharedLoopsServer(configuration, pipeline, loops);
        events.bindTo(chats());
    }

    /** The namespace {@code /}. */
    SocketIONamespace chats() {
        return server.getNamespace(Namespace.DEFAULT_NAME);
    }

    /** A namespace beside {@code /}. Before {@link #start}. */
    SocketIONamespace addNamespace(String name) {
        return server.addNamespace(name);
    }

    /** Blocks until the port is bound; throws {@code BindException} when it is in use. */
    void start() {
        server.start();
    }

    /** The bound port. */
    int port() {
        return server.port();
    }

    /** May be called twice. */
    void stop() {
        server.stop();
    }

    private static Configuration configuration(String host, int port) {
        SocketConfig socket = new SocketConfig();
        socket.setReuseAddress(true);
        socket.setAcceptBackLog(BACKLOG);
        Configuration configuration = new Configuration();
        configuration.setHostname(host);
        configuration.setPort(port);
        configuration.setSocketConfig(socket);
        configuration.setStoreFactory(new RedissonRoomStoreFactory());
        return configuration;
    }
}
