package dev.parley.gateway.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Collects requests up to the largest payload, and charges what has come of one to the node's budget. A larger request is answered 413,
 * as the page may read, and ends its session.
 */
final class BoundedAggregator extends HttpObjectAggregator {

    private final EngineIoRequestHandler requests;
    private final ByteBudget budget;
    /** Null until the first request with a body. */
    private ByteBudget.Account incomplete;

    BoundedAggregator(EngineIoRequestHandler requests, ByteBudget budget) {
        super(requests.limits().maxPayload(), true);
        this.requests = requests;
        this.budget = budget;
    }

    @Override
    protected void aggregate(FullHttpMessage request, HttpContent part) throws Exception {
        super.aggregate(request, part);
        int bytes = request.content().readableBytes();
        if (bytes > 0) {
            if (incomplete == null) {
                incomplete = MemoryEviction.accountOf(ctx().channel(), budget);
            }
            incomplete.set(bytes);
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
