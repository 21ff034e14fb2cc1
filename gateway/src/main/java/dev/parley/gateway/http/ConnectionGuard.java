package dev.parley.gateway.http;

import dev.parley.gateway.http.HttpConnections.Refusal;
import dev.parley.gateway.transport.limits.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Bounds one connection in time and memory: deadlines for the next request and for each response, requests that wait, and the
 * bytes of requests without a response and of responses that the client has not read. Between the codec and the handler of
 * requests.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

    /** Memory per byte of a body of unknown length: its buffer doubles when it is full. */
    private static final int GROWTH = 2;

    private static final IOException EVICTED = new IOException("closed: the port holds too many bytes");

    private final HttpConnections connections;
    private ByteBudget.Account held;
    private Future<?> timer;
    private long deadline;
    private int unanswered;
    private long received;
    private long unread;
    /** Whether the length of the current request was charged with its headers. */
    private boolean isDeclared;

    ConnectionGuard(HttpConnections connections) {
        this.connections = connections;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        held = connections.account(() -> evict(ctx));
        expectWithin(connections.limits().firstRequest());
        startTimer(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        timer.cancel(false);
        held.set(0);
        super.channelInactive(ctx);
    }

    // ---- time

    private void expectWithin(Duration time) {
        deadline = System.nanoTime() + time.toNanos();
    }

    /** One timer per connection: when it fires early because the deadline has moved, it is set again. */
    private void startTimer(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> checkDeadline(ctx), deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void checkDeadline(ChannelHandlerContext ctx) {
        if (deadline - System.nanoTime() <= 0) {
            connections.close(ctx.channel(), Refusal.TOO_SLOW);
        } else {
            startTimer(ctx);
        }
    }

    // ---- requests

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            begin(ctx, request);
        } else if (!isDeclared) {
            received += size(message) * GROWTH;
        }
        charge();
        if (held.isEvicted()) {
            ReferenceCountUtil.release(message);
        } else {
            super.channelRead(ctx, message);
        }
    }

    /** Charges a body before it arrives: the bytes of many connections can arrive before one is closed. */
    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        unanswered++;
        long declared = HttpUtil.getContentLength(request, -1L);
        isDeclared = declared >= 0;
        received += size(request) + Math.max(0, declared);
        expectWithin(connections.limits().idle());
        if (unanswered > HttpLimits.MAX_PIPELINED) {
            connections.close(ctx.channel(), Refusal.PIPELINING);
        }
    }

    /** Any thread. The failure releases what the handler of the request has collected; a close may take a while to get there. */
    private void evict(ChannelHandlerContext ctx) {
        connections.close(ctx.channel(), Refusal.TOO_MUCH_MEMORY);
        if (ctx.executor().inEventLoop()) {
            ctx.fireExceptionCaught(EVICTED);
        } else {
            ctx.executor().execute(() -> ctx.fireExceptionCaught(EVICTED));
        }
    }

    private static long size(HttpRequest request) {
        long size = request.uri().length();
        HttpHeaders headers = request.headers();
        for (Map.Entry<String, String> header : headers) {
            size += header.getKey().length() + header.getValue().length();
        }
        return size;
    }

    // ---- responses

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        long size = size(message);
        boolean isLast = message instanceof LastHttpContent;
        if (size > 0 || isLast) {
            unread += size;
            charge();
            super.write(ctx, message, promise.unvoid().addListener(written -> sent(size, isLast)));
        } else {
            super.write(ctx, message, promise);
        }
    }

    private void sent(long size, boolean isLast) {
        unread -= size;
        if (isLast && unanswered > 0) {
            unanswered--;
            expectWithin(connections.limits().idle());
        }
        if (unanswered == 0) {
            received = 0;
        }
        charge();
    }

    private static long size(Object message) {
        if (message instanceof ByteBufHolder holder) {
            return holder.content().readableBytes();
        }
        return message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
    }

    private void charge() {
        held.set(received + unread);
    }
}
