package dev.parley.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;

/** Charges the part of a frame that has been received to the node's budget while the rest is missing. */
final class BudgetedFrameDecoder extends WebSocket13FrameDecoder {

    /** Bytes; less is what any socket may have between two reads. */
    private static final int FREE = 2_048;

    private final ByteBudget budget;
    /** Null until the first large incomplete frame. */
    private ByteBudget.Account incomplete;

    private int charged;

    BudgetedFrameDecoder(WebSocketDecoderConfig config, ByteBudget budget) {
        super(config);
        this.budget = budget;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (incomplete != null && incomplete.isEvicted()) {
            ReferenceCountUtil.release(message);
            return;
        }
        super.channelRead(ctx, message);
        ByteBuf buffer = internalBuffer();
        int held = buffer.capacity();
        if (held != charged && (held > FREE || charged > 0)) {
            charge(ctx, held > FREE ? held : 0);
        }
    }

    private void charge(ChannelHandlerContext ctx, int bytes) {
        if (incomplete == null) {
            incomplete = MemoryEviction.accountOf(ctx.channel(), budget);
        }
        charged = bytes;
        incomplete.set(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (charged > 0) {
            charge(ctx, 0);
        }
        super.channelInactive(ctx);
    }
}
