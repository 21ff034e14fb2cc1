package dev.parley.gateway.transport;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import dev.parley.gateway.eventloop.IoTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Collection;

/**
 * netty-socketio's server on event loops that it shares with others; as it comes, it makes loops of its own and shows them to
 * nobody. The loops are the caller's to end, after {@link #stop}.
 */
public final class SharedLoopsServer extends SocketIOServer {
    private final SocketIoPipeline pipeline;
    private final EventLoopGroup loops;
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
        pipeline.start(configuration, new Namespaces(configuration));
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(IoTransport.of(loops).serverChannelType())
                .childHandler(pipeline);
        applyConnectionOptions(bootstrap);
        ChannelFuture bound = bootstrap.bind(addressOf(configuration));
        listening = bound.channel();
        return bound;
    }

    private static InetSocketAddress addressOf(Configuration configuration) {
        return configuration.getHostname() == null
                ? new InetSocketAddress(configuration.getPort())
                : new InetSocketAddress(configuration.getHostname(), configuration.getPort());
    }

    /** The port that is bound, for who asked for port 0. */
    public synchronized int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /**
     * Accepts nothing more and closes the sessions, whose clients come back elsewhere. What is left of connections without one ends
     * with the loops. Nothing before the start; may be called twice.
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

    /** The server's namespaces as the type that a pipeline is given; the server keeps its own to itself. */
    private final class Namespaces extends NamespacesHub {
        Namespaces(Configuration configuration) {
            super(configuration);
        }

        @Override
        public Namespace create(String name) {
            return (Namespace) addNamespace(name);
        }

        @Override
        public Namespace get(String name) {
            return (Namespace) getNamespace(name);
        }

        @Override
        public void remove(String name) {
            removeNamespace(name);
        }

        @Override
        public Collection<SocketIONamespace> getAllNamespaces() {
            return SharedLoopsServer.this.getAllNamespaces();
        }
    }
}
