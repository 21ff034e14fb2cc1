package dev.parley.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.SocketHandle;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A socket that records sent packets, and fails when it is called outside its event loop. */
public final class RecordingSocket implements SocketHandle {
    private final String name;
    private boolean takesFrames;
    private Error failure;
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final AtomicInteger heardCount = new AtomicInteger();
    private final List<Throwable> misuse = new CopyOnWriteArrayList<>();
    private final AtomicInteger frameWrites = new AtomicInteger();
    private final EventLoop loop;
    private volatile Listener listener;

    private RecordingSocket(String name, EventLoop loop, boolean takesFrames) {
        this.name = name;
        this.loop = loop;
        this.takesFrames = takesFrames;
    }

    public static RecordingSocket websocket(String name, EventLoop loop) {
        return new RecordingSocket(name, loop, true);
    }

    static RecordingSocket polling(String name, EventLoop loop) {
        return new RecordingSocket(name, loop, false);
    }

    @Override
    public EventLoop eventLoop() {
        return loop;
    }

    @Override
    public boolean takesFrames() {
        requireLoop();
        return takesFrames;
    }

    @Override
    public void writeFrames(ByteBuf frames) {
        requireLoop();
        if (failure != null) {
            throw failure;
        }
        frameWrites.incrementAndGet();
        while (frames.isReadable()) {
            hear(nextFrame(frames));
        }
        frames.release();
    }

    private static String nextFrame(ByteBuf frames) {
        assertThat(frames.readUnsignedByte()).isEqualTo((short) 0x81);
        int length = frames.readUnsignedByte();
        if (length == 126) {
            length = frames.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(frames.readLong());
        }
        return frames.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }

    @Override
    public void write(EncodedPacket packet) {
        requireLoop();
        hear(new String(packet.text(), StandardCharsets.UTF_8));
        packet.attachments().forEach(attachment -> hear("binary of " + attachment.length));
    }

    @Override
    public void listen(Listener listener) {
        requireLoop();
        this.listener = listener;
    }

    @Override
    public void close(DisconnectReason reason) {
        throw new UnsupportedOperationException("is not closed");
    }

    /** As an answer to a request does: past the rooms, on the loop. */
    void writeOrdinary(String text) {
        requireLoop();
        listener.beforeWrite();
        hear(text);
    }

    /** Every write of frames from now on fails. */
    void failWith(Error failure) {
        loop.execute(() -> this.failure = failure);
    }

    /** As an upgrade from polling to websocket does. */
    void upgrade() {
        loop.execute(() -> takesFrames = true);
    }

    public boolean isListenedTo() {
        return listener != null;
    }

    private void hear(String text) {
        heard.add(text);
        heardCount.incrementAndGet();
    }

    public int heardCount() {
        return heardCount.get();
    }

    public List<String> heard() {
        assertThat(misuse).as("%s is called on its event loop", name).isEmpty();
        return new ArrayList<>(heard);
    }

    int frameWrites() {
        return frameWrites.get();
    }

    private void requireLoop() {
        if (!loop.inEventLoop()) {
            misuse.add(new AssertionError(
                    name + " was called on " + Thread.currentThread().getName()));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
