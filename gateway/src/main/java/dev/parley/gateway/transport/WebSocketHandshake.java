package dev.parley.gateway.transport;

import com.corundumstudio.socketio.SocketIOChannelInitializer;
import dev.parley.gateway.engineio.EngineError;
import dev.parley.gateway.transport.http.HttpExchange;
import dev.parley.gateway.transport.limits.ByteBudget;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.websocket.BudgetedFrameDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import io.netty.handler.ssl.SslHandler;
import java.util.Base64;
import java.util.function.Consumer;

/** RFC 6455, section 4.2: turns an HTTP connection into a websocket, and removes the HTTP handlers. */
final class WebSocketHandshake {

    private static final int KEY_BYTES = 16;

    /** Selects the first subprotocol that the client offers, as Node's {@code ws} does. */
    private static final String FIRST_OFFERED = "*";

    private final TransportLimits limits;
    private final ByteBudget inbound;
    private final WebSocketDecoderConfig decoder;

    WebSocketHandshake(TransportLimits limits, ByteBudget inbound, boolean allowsExtensions) {
        this.limits = limits;
        this.inbound = inbound;
        this.decoder = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(limits.maxPayload())
                .allowExtensions(allowsExtensions)
                .closeOnProtocolViolation(false)
                .build();
    }

    static boolean isUpgrade(HttpHeaders headers) {
        return headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    /** Whether the handshake can succeed; answers {@code exchange} if not, before any session is made. */
    static boolean isAcceptable(HttpHeaders headers, HttpExchange exchange) {
        if (!"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            exchange.upgradeRequired();
            return false;
        }
        if (!isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
            exchange.error(EngineError.BAD_REQUEST);
            return false;
        }
        return true;
    }

    private static boolean isKey(String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.trim()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Answers the handshake; {@code opened} then gets the connection, which has taken the place of {@code http}. */
    void open(
            ChannelHandler http,
            Channel channel,
            FullHttpRequest request,
            Consumer<WebSocketConnection> opened,
            Runnable failed) {
        new Handshaker().handshake(channel, request).addListener(answered -> {
            if (answered.isSuccess()) {
                opened.accept(replace(http, channel));
            } else {
                channel.close();
                failed.run();
            }
        });
    }

    private final class Handshaker extends WebSocketServerHandshaker13 {
        Handshaker() {
            super(null, FIRST_OFFERED, decoder);
        }

        @Override
        protected WebSocketFrameDecoder newWebsocketDecoder() {
            return new BudgetedFrameDecoder(decoder, inbound);
        }
    }

    private WebSocketConnection replace(ChannelHandler http, Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        boolean isCompressed = pipeline.get(WebSocketExtensionEncoder.class) != null;
        boolean isEncrypted = pipeline.get(SslHandler.class) != null;
        var connection = new WebSocketConnection(channel, limits, inbound, isCompressed, isEncrypted);
        if (!isCompressed) {
            pipeline.remove(pipeline.context(WebSocketFrameEncoder.class).handler());
        }
        pipeline.replace(http, SocketIOChannelInitializer.WEB_SOCKET_TRANSPORT, connection);
        return connection;
    }
}
