package dev.parley.gateway.transport;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.scheduler.CancelableScheduler;
import com.corundumstudio.socketio.scheduler.HashedWheelTimeoutScheduler;
import dev.parley.gateway.transport.http.BoundedAggregator;
import dev.parley.gateway.transport.http.HttpConnection;
import dev.parley.gateway.transport.limits.CorsPolicy;
import dev.parley.gateway.transport.limits.ProxyProtocol;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.gateway.transport.loop.BackPressure;
import dev.parley.gateway.transport.loop.LoopContext;
import dev.parley.gateway.transport.websocket.Compression;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Puts Parley's Engine.IO and Socket.IO under netty-socketio's server: {@link #configure} its configuration, then give this to
 * {@code SocketIOServer.setPipelineFactory}. Of the library's own pipeline nothing but the TLS handler is used.
 */
public class SocketIoPipeline extends SocketIOChannelInitializer {

    /** Small: what an idle socket's next read may need is not kept ready for it. */
    private static final RecvByteBufAllocator RECEIVE_BUFFERS = new AdaptiveRecvByteBufAllocator(64, 512, 65_536);

    /** Bytes of a request line, and of all headers; as in Node. */
    private static final int MAX_HEADERS = 16 << 10;

    private static final HttpDecoderConfig HTTP =
            new HttpDecoderConfig().setMaxInitialLineLength(MAX_HEADERS).setMaxHeaderSize(MAX_HEADERS);

    private final TransportLimits limits;
    private final TrustedProxies proxies;
    private final CorsPolicy cors;
    private final ConnectAuthorizer authorizer;
    private final TransportMetrics metrics;
    private final EventArgumentTypes types = new EventArgumentTypes();
    private UnknownEventListener unknownEvents = (client, event, ack) -> {};
    private final CancelableScheduler timeouts =
            new HashedWheelTimeoutScheduler(new DefaultThreadFactory("acknowledgement-timeouts", true));
    private TransportContext context;
    private EngineIoRequestHandler requests;

    /** @param proxies that may name the address of a client */
    public SocketIoPipeline(
            TransportLimits limits,
            TrustedProxies proxies,
            CorsPolicy cors,
            ConnectAuthorizer authorizer,
            TransportMetrics metrics) {
        this.limits = limits;
        this.proxies = proxies;
        this.cors = cors;
        this.authorizer = authorizer;
        this.metrics = metrics;
    }

    /**
     * Sets what this pipeline needs; call before {@code new SocketIOServer(configuration)}, which copies it. Compression of
     * websockets is off; {@code setWebsocketCompression(true)} afterwards allows it.
     */
    public void configure(Configuration configuration) {
        configuration.setJsonSupport(types);
        configuration.setAckMode(AckMode.MANUAL);
        configuration.setRandomSession(true);
        configuration.setHttpCompression(false);
        configuration.setWebsocketCompression(false);
    }

    /** Without one, events that no listener declares are ignored. Call before {@link #start}. */
    public void onUnknownEvent(UnknownEventListener listener) {
        unknownEvents = listener;
    }

    /** Sessions that are open now. Any thread. */
    public int sessionCount() {
        return context.sessions.size();
    }

    /** Sessions that the server has closed and whose last packets wait for a poll. Any thread. */
    int lingeringCount() {
        return context.sessions.lingering();
    }

    /** Bytes of requests, messages and packets that clients have not sent completely. Any thread. */
    long inboundBytes() {
        return context.inbound.total();
    }

    /** Bytes that clients have not read, of polling sessions and of connections that are behind. Any thread. */
    long outboundBytes() {
        return context.outbound.total();
    }

    /** Every open session, for the drain. Any thread. */
    public void forEachSession(Consumer<Session> action) {
        context.sessions.all().forEach(action);
    }

    /** What the sessions of {@code loop} share. Call after {@link #start}. */
    LoopContext context(EventLoop loop) {
        return context.loop(loop);
    }

    @Override
    public void start(Configuration configuration, NamespacesHub namespaces) {
        super.start(configuration, namespaces);
        context = new TransportContext(limits, proxies, metrics, configuration, timeouts, this, protocol(namespaces));
        var ids = new SessionIds(new SecureRandom());
        requests = new EngineIoRequestHandler(configuration.getContext() + "/", cors, context, ids);
    }

    /** What runs over Engine.IO. */
    Function<Session, EngineSessionListener> protocol(NamespacesHub namespaces) {
        var shared = new SocketIoConnection.Shared(namespaces, authorizer, types, unknownEvents);
        return session -> new SocketIoConnection(session, shared);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        timeouts.update(ctx);
    }

    /** Deliberate: a connection over the limit is closed without an answer, which may have to be encrypted first. */
    @Override
    protected void initChannel(Channel channel) throws Exception {
        if (!context.connections.admit(channel)) {
            context.metrics.refused(TransportMetrics.CONNECTIONS);
            channel.close();
            return;
        }
        channel.config().setRecvByteBufAllocator(RECEIVE_BUFFERS);
        super.initChannel(channel);
        ProxyProtocol.install(channel, proxies);
    }

    @Override
    protected void addSocketioHandlers(ChannelPipeline pipeline) {
        Channel channel = pipeline.channel();
        LoopContext loop = context.loop(channel.eventLoop());
        pipeline.addLast(new BackPressure(context::loop, context.outbound));
        pipeline.addLast(HTTP_REQUEST_DECODER, new HttpRequestDecoder(HTTP));
        pipeline.addLast(HTTP_ENCODER, new HttpResponseEncoder());
        pipeline.addLast(HTTP_AGGREGATOR, new BoundedAggregator(requests, context.inbound));
        if (context.configuration.isWebsocketCompression()) {
            pipeline.addLast(WEB_SOCKET_TRANSPORT_COMPRESSION, Compression.handler(limits.maxPayload()));
        }
        pipeline.addLast(XHR_POLLING_TRANSPORT, new HttpConnection(requests, channel, loop));
    }

    @Override
    public void stop() {
        super.stop();
        timeouts.shutdown();
    }
}
