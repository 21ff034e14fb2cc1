package dev.parley.gateway.transport;

import com.corundumstudio.socketio.AuthorizationResult;
import com.corundumstudio.socketio.Transport;
import dev.parley.gateway.engineio.EngineError;
import dev.parley.gateway.engineio.EngineRequest;
import dev.parley.gateway.engineio.EngineTransport;
import dev.parley.gateway.engineio.Query;
import dev.parley.gateway.transport.http.HttpConnection;
import dev.parley.gateway.transport.http.HttpExchange;
import dev.parley.gateway.transport.limits.CorsPolicy;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.gateway.transport.loop.LoopContext;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns HTTP requests into sessions, polls, payloads and websockets (Engine.IO 4, sections "Handshake", "Transports"). */
final class EngineIoRequestHandler implements HttpConnection.Requests {

    private static final Logger LOG = LoggerFactory.getLogger(EngineIoRequestHandler.class);

    private final String path;
    private final CorsPolicy cors;
    private final TransportContext context;
    private final SessionIds ids;
    private final WebSocketHandshake webSockets;

    EngineIoRequestHandler(String path, CorsPolicy cors, TransportContext context, SessionIds ids) {
        this.path = path;
        this.cors = cors;
        this.context = context;
        this.ids = ids;
        this.webSockets =
                new WebSocketHandshake(context.limits, context.inbound, context.configuration.isWebsocketCompression());
    }

    @Override
    public TransportLimits limits() {
        return context.limits;
    }

    @Override
    public TrustedProxies proxies() {
        return context.proxies;
    }

    @Override
    public boolean allowsOriginOf(HttpRequest request) {
        return cors.allows(
                request.headers().get(HttpHeaderNames.ORIGIN), request.headers().get(HttpHeaderNames.HOST));
    }

    @Override
    public String presumedOrigin() {
        return cors.presumedOrigin().orElse(null);
    }

    @Override
    public void refuseLast(HttpExchange exchange, EngineError error) {
        context.metrics.refused(error.name());
        exchange.lastError(error);
    }

    @Override
    public void serve(HttpConnection connection, FullHttpRequest request, HttpExchange exchange) {
        var query = Query.of(request.uri());
        if (!path.equals(query.path())) {
            exchange.notFound();
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            exchange.preflight(request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS));
        } else if (!allowsOriginOf(request)) {
            refuse(exchange, EngineError.FORBIDDEN);
        } else {
            act(parse(request, query), connection, request, exchange);
        }
    }

    private void act(EngineRequest asked, HttpConnection connection, FullHttpRequest request, HttpExchange exchange) {
        if (asked instanceof EngineRequest.Open open) {
            begin(open.transport(), connection, request, exchange);
        } else if (asked instanceof EngineRequest.Poll poll) {
            poll(context.sessions.find(poll.sid()), connection, exchange);
        } else if (asked instanceof EngineRequest.Push push) {
            push(context.sessions.find(push.sid()), request, exchange);
        } else if (asked instanceof EngineRequest.Upgrade upgrade) {
            upgrade(context.sessions.find(upgrade.sid()), connection, request, exchange);
        } else if (asked instanceof EngineRequest.Refused refused) {
            refuse(exchange, refused.error());
        }
    }

    private static EngineRequest parse(HttpRequest request, Query query) {
        return EngineRequest.of(request.method().name(), WebSocketHandshake.isUpgrade(request.headers()), query::first);
    }

    private void refuse(HttpExchange exchange, EngineError error) {
        context.metrics.refused(error.name());
        exchange.error(error);
    }

    @Override
    public void evicted() {
        context.metrics.refused(TransportMetrics.TOO_MUCH_MEMORY);
    }

    // ---- a new session

    private void begin(
            EngineTransport transport, HttpConnection connection, FullHttpRequest request, HttpExchange exchange) {
        boolean isWebSocket = transport == EngineTransport.WEBSOCKET;
        if (!serves(transport)) {
            refuse(exchange, EngineError.UNKNOWN_TRANSPORT);
        } else if (!isWebSocket || WebSocketHandshake.isAcceptable(request.headers(), exchange)) {
            ReleasableHandshake handshake = handshake(connection, request);
            if (!isAuthorized(handshake)) {
                refuse(exchange, EngineError.FORBIDDEN);
                return;
            }
            Optional<EngineError> refusal =
                    context.admission.reserve(handshake.getAddress().getAddress());
            if (refusal.isPresent()) {
                refuse(exchange, refusal.get());
            } else if (isWebSocket) {
                openWebSocket(handshake, connection, request);
            } else {
                new Session(context, connection.loop(), transport, handshake, ids).begin(exchange);
            }
        }
    }

    private void openWebSocket(ReleasableHandshake handshake, HttpConnection connection, FullHttpRequest request) {
        InetAddress address = handshake.getAddress().getAddress();
        LoopContext loop = connection.loop();
        webSockets.open(
                connection,
                connection.channel(),
                request,
                socket -> {
                    var session = new Session(context, loop, EngineTransport.WEBSOCKET, handshake, ids);
                    socket.serve(session.engine());
                    session.begin(socket);
                },
                () -> context.admission.release(address));
    }

    private boolean serves(EngineTransport transport) {
        Transport name = transport == EngineTransport.POLLING ? Transport.POLLING : Transport.WEBSOCKET;
        return context.configuration.getTransports().contains(name);
    }

    private static ReleasableHandshake handshake(HttpConnection connection, HttpRequest request) {
        return new ReleasableHandshake(
                request.headers(),
                Query.of(request.uri()).parameters(),
                new InetSocketAddress(
                        connection.clientAddress(request),
                        ((InetSocketAddress) connection.channel().remoteAddress()).getPort()),
                (InetSocketAddress) connection.channel().localAddress(),
                request.uri(),
                request.headers().contains(HttpHeaderNames.ORIGIN));
    }

    private boolean isAuthorized(ReleasableHandshake handshake) {
        try {
            AuthorizationResult result =
                    context.configuration.getAuthorizationListener().getAuthorizationResult(handshake);
            return result.isAuthorized();
        } catch (Exception e) {
            LOG.error("A handshake was refused because the authorization listener failed", e);
            return false;
        }
    }

    // ---- an existing one

    private void poll(Session session, HttpConnection connection, HttpExchange exchange) {
        if (session == null) {
            refuse(exchange, EngineError.UNKNOWN_SID);
        } else {
            connection.polls(() -> LongPolling.aborted(session.engine(), exchange));
            LongPolling.poll(session.engine(), exchange);
        }
    }

    private void push(Session session, FullHttpRequest request, HttpExchange exchange) {
        if (session == null) {
            refuse(exchange, EngineError.UNKNOWN_SID);
        } else {
            LongPolling.receive(session.engine(), exchange, ByteBufUtil.getBytes(request.content()));
        }
    }

    /** Opens the websocket, then offers it to the session, which closes it when it cannot be upgraded. */
    private void upgrade(Session session, HttpConnection connection, FullHttpRequest request, HttpExchange exchange) {
        if (session == null) {
            refuse(exchange, EngineError.UNKNOWN_SID);
        } else if (!serves(EngineTransport.WEBSOCKET)) {
            refuse(exchange, EngineError.UNKNOWN_TRANSPORT);
        } else if (WebSocketHandshake.isAcceptable(request.headers(), exchange)) {
            request.retain();
            connection.moveTo(
                    session.engine().loop(),
                    () -> {
                        offer(session, connection, request);
                        request.release();
                    },
                    request::release);
        }
    }

    private void offer(Session session, HttpConnection connection, FullHttpRequest request) {
        webSockets.open(
                connection,
                connection.channel(),
                request,
                socket -> {
                    socket.serve(session.engine());
                    session.engine().offer(socket);
                },
                () -> {});
    }

    @Override
    public void tooLarge(HttpRequest request, EventLoop loop, Runnable afterwards) {
        context.metrics.refused(EngineError.TOO_LARGE.name());
        Optional<Session> pusher = pusherOf(request);
        if (pusher.isEmpty()) {
            afterwards.run();
            return;
        }
        pusher.get().close(DisconnectReason.TOO_LARGE);
        pusher.get().eventLoop().execute(() -> loop.execute(afterwards));
    }

    private Optional<Session> pusherOf(HttpRequest request) {
        return parse(request, Query.of(request.uri())) instanceof EngineRequest.Push push
                ? Optional.ofNullable(context.sessions.find(push.sid()))
                : Optional.empty();
    }
}
