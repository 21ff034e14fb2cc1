package dev.parley.gateway.transport;

import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.websocket.Compression;
import dev.parley.gateway.transport.websocket.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Writes packets as websocket frames. A plain connection gets them at the head of its pipeline, behind which no handler has
 * anything to do; with compression, only messages over {@link Compression#THRESHOLD} go through the encoders.
 */
final class WebSocketOutbound implements Outbound {

    private final Channel channel;
    private final TransportLimits limits;
    private final boolean isCompressed;
    private final boolean isEncrypted;

    WebSocketOutbound(Channel channel, TransportLimits limits, boolean isCompressed, boolean isEncrypted) {
        this.channel = channel;
        this.limits = limits;
        this.isCompressed = isCompressed;
        this.isEncrypted = isEncrypted;
    }

    boolean takesFrames() {
        return !isCompressed && !isEncrypted;
    }

    @Override
    public Backlog backlog() {
        Backlog backlog = pending();
        if (backlog != Backlog.NONE) {
            flush(); // what was written in this pass says nothing about the reader yet
            backlog = pending();
        }
        return backlog;
    }

    private Backlog pending() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        if (pending == null) {
            return Backlog.NONE;
        }
        long bytes = pending.totalPendingWriteBytes();
        if (bytes >= limits.outboundBytes() || pending.size() >= limits.outboundPackets()) {
            return Backlog.FULL;
        }
        boolean isSlow = bytes >= limits.outboundBytes() / 4 || pending.size() >= limits.outboundPackets() / 4;
        return isSlow ? Backlog.SLOW : Backlog.NONE;
    }

    @Override
    public void write(EncodedPacket packet) {
        if (isCompressed && packet.size() > Compression.THRESHOLD) {
            writeCompressed(packet);
        } else {
            writeFrames(WebSocketFrames.of(packet, channel.alloc()));
        }
    }

    /** Takes over one reference of {@code frames}. */
    void writeFrames(ByteBuf frames) {
        if (isEncrypted) {
            channel.write(frames, channel.voidPromise());
        } else {
            channel.unsafe().write(frames, channel.unsafe().voidPromise());
        }
    }

    private void writeCompressed(EncodedPacket packet) {
        if (packet.text().length > 0) {
            channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(packet.text())), channel.voidPromise());
        }
        for (byte[] attachment : packet.attachments()) {
            channel.write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(attachment)), channel.voidPromise());
        }
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void close(int status) {
        giveUpLater();
        if (backlog() == Backlog.FULL) {
            channel.close();
        } else {
            channel.writeAndFlush(WebSocketFrames.close(status, channel.alloc()))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** A peer that reads nothing, or cannot be written to, does not keep its connection. */
    private void giveUpLater() {
        ScheduledFuture<?> timer = channel.eventLoop()
                .schedule(() -> channel.close(), limits.timeouts().linger().toMillis(), TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }
}
