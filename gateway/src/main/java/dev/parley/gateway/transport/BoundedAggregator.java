package dev.parley.gateway.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;

/** Collects requests up to the largest payload; a larger one is answered 413, as the page may read, and ends its session. */
final class BoundedAggregator extends HttpObjectAggregator {

    private final EngineIoRequestHandler entrance;

    BoundedAggregator(EngineIoRequestHandler entrance) {
        super(entrance.limits().maxPayload(), true);
        this.entrance = entrance;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        var request = (HttpRequest) oversized;
        HttpConnection connection = ctx.pipeline().get(HttpConnection.class);
        entrance.tooLarge(request, ctx.channel().eventLoop(), () -> connection.refuseTooLarge(request));
    }
}
