package dev.parley.gateway.transport.websocket;

import dev.parley.gateway.transport.limits.ByteBudget;
import dev.parley.gateway.transport.limits.MemoryEviction;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/**
 * Charges an incomplete frame to the node's budget, from its header on with its whole length: the bytes of many connections can
 * arrive before one of them is closed.
 */
public final class BudgetedFrameDecoder extends WebSocket13FrameDecoder {

    /** Bytes; less is what any socket may have between two reads. */
    private static final int FREE = 2_048;

    private static final int UNKNOWN = -1;

    private final int maxLength;
    private final ByteBudget budget;
    /** Null until the first large incomplete frame. */
    private ByteBudget.Account incomplete;

    private long charged;
    /** Payload bytes of the frame that is being received. */
    private long length = UNKNOWN;

    public BudgetedFrameDecoder(WebSocketDecoderConfig config, ByteBudget budget) {
        super(config);
        this.maxLength = config.maxFramePayloadLength();
        this.budget = budget;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (incomplete != null && incomplete.isEvicted()) {
            ReferenceCountUtil.release(message);
            return;
        }
        super.channelRead(ctx, message);
        long held = Math.max(internalBuffer().capacity(), Math.min(length, maxLength));
        if (held != charged && (held > FREE || charged > 0)) {
            charge(ctx, held > FREE ? held : 0);
        }
    }

    /** Waits until the length of a frame is there. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (length == UNKNOWN) {
            length = lengthOf(in);
        }
        if (length != UNKNOWN) {
            int before = out.size();
            super.decode(ctx, in, out);
            if (out.size() > before) {
                length = UNKNOWN;
            }
        }
    }

    /** The payload length of the frame that begins here (RFC 6455, section 5.2); {@link #UNKNOWN} if it is not there yet. */
    private static long lengthOf(ByteBuf in) {
        if (in.readableBytes() < 2) {
            return UNKNOWN;
        }
        int start = in.readerIndex();
        int first = in.getByte(start + 1) & 0x7f;
        return switch (first) {
            case 126 -> in.readableBytes() < 4 ? UNKNOWN : in.getUnsignedShort(start + 2);
            case 127 -> in.readableBytes() < 10 ? UNKNOWN : in.getLong(start + 2) & Long.MAX_VALUE;
            default -> first;
        };
    }

    private void charge(ChannelHandlerContext ctx, long bytes) {
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
