package dev.parley.gateway.http;

import dev.parley.gateway.transport.limits.TargetHost;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces a request that cannot be read or is too large by one that ends here and is marked as refused, so that it is answered,
 * logged and counted like any other. The rest of a body that is too large is read and dropped, so that the client gets to read
 * the response.
 */
final class RefusedRequests extends ChannelInboundHandlerAdapter {

    /** A request, by its headers, and why it is refused. */
    private record Mark(HttpHeaders request, HttpException refusal) {}

    private static final AttributeKey<Mark> MARK = AttributeKey.valueOf(RefusedRequests.class, "mark");
    private static final Map<String, String> CLOSE = Map.of("Connection", "close");

    private final int maxBody;
    private HttpHeaders current = EmptyHttpHeaders.INSTANCE;
    private long body;
    private boolean isDropping;
    private boolean isKeptAlive;
    /** What follows when the body that is being dropped has ended. */
    private Optional<Runnable> afterBody = Optional.empty();

    RefusedRequests(int maxBody) {
        this.maxBody = maxBody;
    }

    /** Why the request with these headers is refused. */
    static Optional<HttpException> of(Channel channel, HttpHeaders request) {
        return Optional.ofNullable(channel.attr(MARK).get())
                .filter(mark -> mark.request() == request)
                .map(Mark::refusal);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            begin(ctx, request);
        } else if (message instanceof HttpContent part) {
            receive(ctx, part);
        } else {
            super.channelRead(ctx, message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        isDropping = false;
        isKeptAlive = HttpUtil.isKeepAlive(request);
        body = 0;
        Optional<HttpException> unreadable = refusalOf(request);
        if (unreadable.isPresent()) {
            refuse(ctx, request, unreadable.get());
            isDropping = true;
        } else if (HttpUtil.getContentLength(request, 0L) > maxBody) {
            drop(ctx, () -> refuse(ctx, request, tooLarge()));
        } else {
            TargetHost.resolve(request);
            current = request.headers();
            ctx.fireChannelRead(request);
        }
    }

    private Optional<HttpException> refusalOf(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(unreadable(request));
        }
        if (request.protocolVersion().majorVersion() != 1) {
            return Optional.of(new HttpException(505, "the server speaks HTTP/1.1", CLOSE));
        }
        return TargetHost.isValid(request)
                ? Optional.empty()
                : Optional.of(new HttpException(400, "a request needs one Host header with a host", CLOSE));
    }

    private static HttpException unreadable(HttpObject message) {
        Throwable cause = message.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return new HttpException(414, "the request line is at most " + HttpListener.MAX_HEAD + " bytes", CLOSE);
        }
        return cause instanceof TooLongHttpHeaderException
                ? new HttpException(431, "the headers are at most " + HttpListener.MAX_HEAD + " bytes", CLOSE)
                : new HttpException(400, "malformed HTTP", CLOSE);
    }

    private HttpException tooLarge() {
        return new HttpException(413, "a body is at most " + maxBody + " bytes");
    }

    /** Only the headers that the response depends on are kept. */
    private static void refuse(ChannelHandlerContext ctx, HttpRequest request, HttpException refusal) {
        HttpHeaders headers = request.headers().copy();
        headers.remove(HttpHeaderNames.CONTENT_LENGTH)
                .remove(HttpHeaderNames.TRANSFER_ENCODING)
                .remove(HttpHeaderNames.EXPECT);
        mark(ctx, headers, refusal);
        ReferenceCountUtil.release(request);
        ctx.fireChannelRead(new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), "/", headers));
        ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private static void mark(ChannelHandlerContext ctx, HttpHeaders request, HttpException refusal) {
        ctx.channel().attr(MARK).set(new Mark(request, refusal));
    }

    private void receive(ChannelHandlerContext ctx, HttpContent part) {
        if (isDropping) {
            part.release();
            dropped(ctx, part instanceof LastHttpContent);
            return;
        }
        body += part.content().readableBytes();
        if (part.decoderResult().isFailure()) {
            part.release();
            isDropping = true;
            endRefused(ctx, unreadable(part));
        } else if (body > maxBody) {
            part.release();
            drop(ctx, () -> endRefused(ctx, tooLarge()));
        } else {
            ctx.fireChannelRead(part);
        }
    }

    /** A connection that ends with the response would be reset under a client that still sends: then the body is awaited first. */
    private void drop(ChannelHandlerContext ctx, Runnable refusal) {
        isDropping = true;
        if (isKeptAlive) {
            refusal.run();
        } else {
            afterBody = Optional.of(refusal);
            ctx.read();
        }
    }

    private void dropped(ChannelHandlerContext ctx, boolean isLast) {
        if (afterBody.isPresent() && isLast) {
            Runnable refusal = afterBody.get();
            afterBody = Optional.empty();
            refusal.run();
        } else if (afterBody.isPresent()) {
            ctx.read();
        }
    }

    private void endRefused(ChannelHandlerContext ctx, HttpException refusal) {
        mark(ctx, current, refusal);
        ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    }
}
