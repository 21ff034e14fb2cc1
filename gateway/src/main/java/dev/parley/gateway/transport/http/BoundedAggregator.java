package dev.parley.gateway.transport.http;

import dev.parley.gateway.transport.limits.ByteBudget;
import dev.parley.gateway.transport.limits.MemoryEviction;
import dev.parley.gateway.transport.limits.TargetHost;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;

/**
 * Collects requests up to the largest payload, and charges each to the node's budget from its headers on: the bytes of many connections
 * can arrive before one of them is closed. A larger request is answered 413, as the page may read, and ends its session.
 */
public final class BoundedAggregator extends HttpObjectAggregator {

    private final HttpConnection.Requests requests;
    private final ByteBudget budget;
    /** Null until the first request with a body. */
    private ByteBudget.Account incomplete;

    public BoundedAggregator(HttpConnection.Requests requests, ByteBudget budget) {
        super(requests.limits().maxPayload(), true);
        this.requests = requests;
        this.budget = budget;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (incomplete != null && incomplete.isEvicted()) {
            ReferenceCountUtil.release(message);
        } else {
            if (message instanceof HttpRequest request) {
                resolveTarget(request);
            }
            super.channelRead(ctx, message);
        }
    }

    /** A request without a valid host counts as malformed, and none of its body is collected. */
    private static void resolveTarget(HttpRequest request) {
        if (TargetHost.isValid(request)) {
            TargetHost.resolve(request);
        } else {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("no valid Host header")));
        }
    }

    /** A body of unknown length counts as the longest. */
    @Override
    protected FullHttpMessage beginAggregation(HttpMessage request, ByteBuf content) throws Exception {
        long unknown = HttpUtil.isTransferEncodingChunked(request) ? maxContentLength() : 0;
        long length = HttpUtil.getContentLength(request, unknown);
        if (length > 0) {
            if (incomplete == null) {
                incomplete = MemoryEviction.accountOf(ctx().channel(), budget);
            }
            incomplete.set(length);
        }
        return super.beginAggregation(request, content);
    }

    /** Deliberate: removing this handler releases what it has collected, before the connection is closed. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        super.userEventTriggered(ctx, event);
        if (event == MemoryEviction.EVICTED) {
            ctx.pipeline().remove(this);
        }
    }

    @Override
    protected void finishAggregation(FullHttpMessage request) throws Exception {
        super.finishAggregation(request);
        releaseCharge();
    }

    private void releaseCharge() {
        if (incomplete != null) {
            incomplete.set(0);
        }
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        releaseCharge();
        var request = (HttpRequest) oversized;
        HttpConnection connection = ctx.pipeline().get(HttpConnection.class);
        requests.tooLarge(request, ctx.channel().eventLoop(), () -> connection.refuseTooLarge(request));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        releaseCharge();
        super.channelInactive(ctx);
    }
}
