package dev.parley.loadtests.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A Socket.IO client over a websocket that does little work per frame. On the client's event loop.
 */
public final class LoadSocket extends ChannelInboundHandlerAdapter {

    private final SocketListener listener;
    private final CompletableFuture<LoadSocket> connected = new CompletableFuture<>();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new HashMap<>();
    private final FrameReader frames = new FrameReader(this::packet);
    private Channel channel;
    private int nextAck;

    LoadSocket(SocketListener listener) {
        this.listener = listener;
    }

    CompletableFuture<LoadSocket> connected() {
        return connected;
    }

    /** Emits with an acknowledgement. Completes with its first argument; fails if the socket closes first. */
    public CompletableFuture<JsonNode> ask(String event, Object payload) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        channel.eventLoop().execute(() -> {
            int id = nextAck++;
            waiting.put(id, answer);
            write("42" + id + Json.write(new Object[] {event, payload}));
        });
        return answer;
    }

    /** Like {@link #ask}, but fails unless the acknowledgement says {@code ok}. */
    public CompletableFuture<JsonNode> askOk(String event, Object payload) {
        return ask(event, payload).thenApply(answer -> {
            if (!answer.path("ok").asBoolean()) {
                throw new IllegalStateException(event + " was refused: " + answer);
            }
            return answer;
        });
    }

    public CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        channel.close().addListener(done -> closed.complete(null));
        return closed;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws IOException {
        frames.read((ByteBuf) message);
    }

    private void packet(ByteBuf in, int from, int to) throws IOException {
        switch (in.getByte(from)) {
            case '2' -> write("3");
            case '0' -> write("40");
            case '4' -> message(in, from, to);
            default -> channel.close();
        }
    }

    private void message(ByteBuf in, int from, int to) throws IOException {
        switch (in.getByte(from + 1)) {
            case '2' -> listener.event(in, from + 2, to);
            case '3' -> acknowledged(in.toString(from + 2, to - from - 2, StandardCharsets.UTF_8));
            case '0' -> connected.complete(this);
            default -> channel.close();
        }
    }

    private void acknowledged(String packet) throws IOException {
        int data = packet.indexOf('[');
        CompletableFuture<JsonNode> answer = waiting.remove(Integer.parseInt(packet.substring(0, data)));
        if (answer != null) {
            answer.complete(Json.read(packet.substring(data)).path(0));
        }
    }

    private void write(String packet) {
        channel.writeAndFlush(ClientFrames.text(packet), channel.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(new IOException("the server closed the socket"));
        listener.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
        ctx.close();
    }

    private void fail(Throwable cause) {
        frames.release();
        connected.completeExceptionally(cause);
        waiting.values().forEach(answer -> answer.completeExceptionally(cause));
        waiting.clear();
    }
}
