package dev.parley.gateway.transport;

import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.limits.ByteBudget;
import dev.parley.gateway.transport.limits.MemoryEviction;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.websocket.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One websocket: joins fragments, checks text, answers control frames, and hands messages to its session (RFC 6455). On the event loop
 * of the session.
 */
final class WebSocketConnection extends ChannelInboundHandlerAdapter {

    /** What receives the messages of a websocket. */
    interface Receiver {

        /** A text message. */
        void receive(WebSocketConnection from, byte[] packet);

        void receiveBinary(WebSocketConnection from, byte[] data);

        /** The websocket was closed, or has failed. */
        void failed(WebSocketConnection from, DisconnectReason reason);
    }

    /** RFC 6455, section 7.4.1. */
    static final int NORMAL = 1000;

    private final Channel channel;
    private final TransportLimits limits;
    private final ByteBudget inbound;
    private final WebSocketOutbound outbound;
    /** Set right after construction, on the channel's loop. */
    private Receiver session;
    /** What came of a fragmented message so far. */
    private ByteBuf fragments;
    /** Null until the first fragment. */
    private ByteBudget.Account fragmentBytes;
    /** The answer to the last ping, while the peer does not read the answers to the pings before. */
    private ByteBuf unsentPong;

    private boolean areFragmentsText;
    private boolean isClosing;

    WebSocketConnection(
            Channel channel, TransportLimits limits, ByteBudget inbound, boolean isCompressed, boolean isEncrypted) {
        this.channel = channel;
        this.limits = limits;
        this.inbound = inbound;
        this.outbound = new WebSocketOutbound(channel, limits, isCompressed, isEncrypted);
    }

    void serve(Receiver session) {
        this.session = session;
    }

    WebSocketOutbound outbound() {
        return outbound;
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    static int statusOf(DisconnectReason reason) {
        return switch (reason) {
            case MALFORMED -> WebSocketCloseStatus.POLICY_VIOLATION.code();
            case TOO_LARGE -> WebSocketCloseStatus.MESSAGE_TOO_BIG.code();
            case INTERNAL -> WebSocketCloseStatus.INTERNAL_SERVER_ERROR.code();
            case DRAINING -> WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code();
            default -> NORMAL;
        };
    }

    /** Sends a packet at once. */
    void send(EncodedPacket packet) {
        outbound.write(packet);
        outbound.flush();
    }

    /** Messages that still come are ignored. */
    void close(int status) {
        if (!isClosing) {
            isClosing = true;
            outbound.close(status);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!isClosing && message instanceof WebSocketFrame frame) {
                read(frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
            boolean isText = frame instanceof TextWebSocketFrame;
            if (frame.isFinalFragment()) {
                message(frame.content(), isText);
            } else {
                areFragmentsText = isText;
                fragment(frame);
            }
        } else if (frame instanceof ContinuationWebSocketFrame) {
            fragment(frame);
        } else if (frame instanceof PingWebSocketFrame) {
            answer(frame.content());
        } else if (frame instanceof CloseWebSocketFrame) {
            session.failed(this, DisconnectReason.CLIENT_CLOSE);
            close(NORMAL);
        }
    }

    /** RFC 6455, section 5.5.3: of several pings that wait for an answer, only the last needs one. */
    private void answer(ByteBuf ping) {
        ByteBuf pong = WebSocketFrames.pong(ping, channel.alloc());
        if (channel.isWritable()) {
            outbound.writeFrames(pong);
            outbound.flush();
        } else {
            forgetPong();
            unsentPong = pong;
        }
    }

    private void forgetPong() {
        if (unsentPong != null) {
            unsentPong.release();
            unsentPong = null;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (unsentPong != null && channel.isWritable()) {
            ByteBuf pong = unsentPong;
            unsentPong = null;
            outbound.writeFrames(pong);
            outbound.flush();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == MemoryEviction.EVICTED) {
            isClosing = true;
            session.failed(this, DisconnectReason.TOO_MUCH_MEMORY);
            channel.close();
        }
    }

    /** Copied together: a chain of empty fragments must not grow anything. */
    private void fragment(WebSocketFrame frame) {
        if (fragments == null) {
            fragments = channel.alloc().heapBuffer(frame.content().readableBytes());
            if (fragmentBytes == null) {
                fragmentBytes = MemoryEviction.accountOf(channel, inbound);
            }
        }
        if (fragments.readableBytes() + frame.content().readableBytes() > limits.maxPayload()) {
            fail(DisconnectReason.TOO_LARGE, WebSocketCloseStatus.MESSAGE_TOO_BIG.code());
            return;
        }
        fragments.writeBytes(frame.content());
        fragmentBytes.set(fragments.capacity());
        if (frame.isFinalFragment()) {
            ByteBuf whole = fragments;
            fragments = null;
            fragmentBytes.set(0);
            try {
                message(whole, areFragmentsText);
            } finally {
                whole.release();
            }
        }
    }

    private void message(ByteBuf content, boolean isText) {
        if (!isText) {
            session.receiveBinary(this, ByteBufUtil.getBytes(content));
        } else if (ByteBufUtil.isText(content, StandardCharsets.UTF_8)) {
            session.receive(this, ByteBufUtil.getBytes(content));
        } else {
            fail(DisconnectReason.MALFORMED, WebSocketCloseStatus.INVALID_PAYLOAD_DATA.code());
        }
    }

    private void fail(DisconnectReason reason, int status) {
        close(status);
        session.failed(this, reason);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        isClosing = true;
        session.failed(this, DisconnectReason.TRANSPORT_CLOSE);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (fragments != null) {
            fragments.release();
            fragments = null;
            fragmentBytes.set(0);
        }
        forgetPong();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        DisconnectReason reason = reasonOf(cause);
        fail(
                reason,
                cause instanceof CorruptedWebSocketFrameException broken
                        ? broken.closeStatus().code()
                        : statusOf(reason));
    }

    private static DisconnectReason reasonOf(Throwable cause) {
        if (cause instanceof IOException) {
            return DisconnectReason.TRANSPORT_CLOSE;
        }
        boolean isTooLong = cause instanceof TooLongFrameException
                || cause.getCause() instanceof TooLongFrameException
                || (cause instanceof CorruptedWebSocketFrameException corrupted
                        && corrupted.closeStatus() == WebSocketCloseStatus.MESSAGE_TOO_BIG);
        return isTooLong ? DisconnectReason.TOO_LARGE : DisconnectReason.MALFORMED;
    }
}
