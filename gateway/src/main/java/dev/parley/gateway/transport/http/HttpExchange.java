package dev.parley.gateway.transport.http;

import dev.parley.gateway.engineio.EngineError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** One HTTP request that waits for its response. Answered once; any thread. */
public final class HttpExchange {

    private static final String SID = "X-Parley-Sid";
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final byte[] OK = {'o', 'k'};

    /** The connection that the request came on. */
    public interface Connection {
        /** Called on the connection's loop. False when the request is no longer open. */
        boolean answered(HttpExchange exchange);
    }

    private final Connection connection;
    private final Channel channel;
    private final boolean keepAlive;
    /** Whether the client must be told that the connection stays open. */
    private final boolean isHttp10;

    private final boolean takesBody;
    /** Null when the page may not read the response, or there is no page. */
    private final String allowedOrigin;

    public HttpExchange(
            Connection connection,
            Channel channel,
            boolean keepAlive,
            boolean isHttp10,
            boolean takesBody,
            String allowedOrigin) {
        this.connection = connection;
        this.channel = channel;
        this.keepAlive = keepAlive;
        this.isHttp10 = isHttp10;
        this.takesBody = takesBody;
        this.allowedOrigin = allowedOrigin;
    }

    public void payload(byte[] payload) {
        respond(response(HttpResponseStatus.OK, TEXT, payload), keepAlive);
    }

    /** The first answer of the session {@code sid}, which is named beside it: a load balancer reads headers, not bodies. */
    public void handshake(String sid, byte[] payload) {
        FullHttpResponse response = response(HttpResponseStatus.OK, TEXT, payload);
        response.headers().set(SID, sid);
        respond(response, keepAlive);
    }

    /** Engine.IO's answer to a push. */
    public void ok() {
        respond(response(HttpResponseStatus.OK, "text/html", OK), keepAlive);
    }

    public void error(EngineError error) {
        error(error, keepAlive);
    }

    private void error(EngineError error, boolean keep) {
        byte[] body = error.json().getBytes(StandardCharsets.US_ASCII);
        FullHttpResponse response = response(HttpResponseStatus.valueOf(error.status()), JSON, body);
        if (error.isTemporary()) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        respond(response, keep);
    }

    /** An error after which the rest of the connection cannot be trusted. */
    public void lastError(EngineError error) {
        error(error, false);
    }

    public void notFound() {
        respond(response(HttpResponseStatus.NOT_FOUND, TEXT, new byte[0]), keepAlive);
    }

    /** Answers a CORS preflight; {@code requestedHeaders} may be null. */
    public void preflight(String requestedHeaders) {
        FullHttpResponse response = response(HttpResponseStatus.NO_CONTENT, null, new byte[0]);
        if (allowedOrigin != null) {
            response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST");
            response.headers().set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
            if (requestedHeaders != null) {
                response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, requestedHeaders);
            }
        }
        respond(response, keepAlive);
    }

    /** The client asked for another websocket version than 13. */
    public void upgradeRequired() {
        FullHttpResponse response = response(HttpResponseStatus.UPGRADE_REQUIRED, TEXT, new byte[0]);
        response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        respond(response, false);
    }

    private FullHttpResponse response(HttpResponseStatus status, String type, byte[] body) {
        ByteBuf content = body.length == 0 || !takesBody ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        if (type != null) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        }
        if (status.code() != HttpResponseStatus.NO_CONTENT.code()) {
            HttpUtil.setContentLength(response, body.length);
        }
        if (allowedOrigin != null) {
            response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowedOrigin);
            response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        response.headers().set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        return response;
    }

    private void respond(FullHttpResponse response, boolean keep) {
        if (!channel.eventLoop().inEventLoop()) {
            channel.eventLoop().execute(() -> respond(response, keep));
            return;
        }
        if (!connection.answered(this)) {
            response.release();
        } else if (keep) {
            if (isHttp10) {
                response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            }
            channel.writeAndFlush(response);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
