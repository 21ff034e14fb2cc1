package dev.parley.gateway.transport;

import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.namespace.Namespace;
import dev.parley.gateway.eventloop.AcceptFailures;
import dev.parley.gateway.eventloop.IoTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.UUID;

/**
 * netty-socketio's server on shared event loops; the library's server creates private ones.
 * The caller shuts the loops down after {@link #stop}.
 */
public final class SharedLoopsServer extends SocketIOServer {
    private final SocketIoPipeline pipeline;
    private final EventLoopGroup loops;
    /** Deliberate: without an initial value, which would replace the one that the constructor of the library asks for. */
    private LocalNamespaces namespaces;

    private Channel listening;
    private boolean stopped;

    /** @param configuration that the pipeline has configured; not changed afterwards */
    public SharedLoopsServer(Configuration configuration, SocketIoPipeline pipeline, EventLoopGroup loops) {
        super(configuration);
        this.pipeline = pipeline;
        this.loops = loops;
    }

    @Override
    public synchronized Future<Void> startAsync() {
        Configuration configuration = getConfiguration();
        pipeline.start(configuration, namespaces());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(IoTransport.of(loops).serverChannelType())
                .childHandler(pipeline);
        applyConnectionOptions(bootstrap);
        ChannelFuture bound = bootstrap.bind(addressOf(configuration));
        listening = bound.channel();
        bound.addListener(done -> AcceptFailures.watch(bound.channel()));
        return bound;
    }

    private static InetSocketAddress addressOf(Configuration configuration) {
        return configuration.getHostname() == null
                ? new InetSocketAddress(configuration.getPort())
                : new InetSocketAddress(configuration.getHostname(), configuration.getPort());
    }

    /** The bound port. */
    public synchronized int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /**
     * Accepts no more connections and closes the sessions. Connections without a session close
     * with the loops. Does nothing before the start; may be called twice.
     */
    @Override
    public synchronized void stop() {
        if (listening != null && !stopped) {
            stopped = true;
            listening.close().awaitUninterruptibly();
            pipeline.forEachSession(session -> session.close(DisconnectReason.DRAINING));
            pipeline.stop();
        }
    }

    // netty-socketio keeps its namespaces to itself, and calls this from its constructor.

    private LocalNamespaces namespaces() {
        if (namespaces == null) {
            namespaces = new LocalNamespaces(getConfiguration());
        }
        return namespaces;
    }

    @Override
    public SocketIONamespace addNamespace(String name) {
        return namespaces().create(name);
    }

    @Override
    public SocketIONamespace getNamespace(String name) {
        return namespaces().get(name);
    }

    @Override
    public void removeNamespace(String name) {
        namespaces().remove(name);
    }

    @Override
    public Collection<SocketIONamespace> getAllNamespaces() {
        return namespaces().getAllNamespaces();
    }

    /** Those of the main namespace. */
    @Override
    public Collection<SocketIOClient> getAllClients() {
        return namespaces().get(Namespace.DEFAULT_NAME).getAllClients();
    }

    @Override
    public SocketIOClient getClient(UUID socketId) {
        return namespaces().get(Namespace.DEFAULT_NAME).getClient(socketId);
    }

    /** To the main namespace. */
    @Override
    public BroadcastOperations getBroadcastOperations() {
        return namespaces().get(Namespace.DEFAULT_NAME).getBroadcastOperations();
    }

    @Override
    public BroadcastOperations getRoomOperations(String... rooms) {
        throw LocalNamespaces.refused();
    }
}
