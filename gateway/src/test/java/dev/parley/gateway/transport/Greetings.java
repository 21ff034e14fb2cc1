package dev.parley.gateway.transport;

import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The {@code auth} event of a client that has read its connect packet: a test that listens for one message at a time misses the second
 * of one TCP segment. The pong to a websocket ping behind the connect packet says so; where none comes, a moment has to do.
 */
@Sharable
final class Greetings extends ChannelInboundHandlerAdapter {

    private static final long DELAY_MILLIS = 75;
    private static final int PING = 0x89;

    private final Map<String, Runnable> waiting = new ConcurrentHashMap<>();
    private final boolean asks;

    /** What the client sent as its {@code auth} object. */
    record Auth(JsonNode sent) implements SessionAttachment {}

    /** @param asks whether websockets are pinged; their pongs are then required */
    Greetings(boolean asks) {
        this.asks = asks;
    }

    /** Observes the pongs of a connection, in front of {@code handler}. */
    void listen(ChannelPipeline pipeline, String handler) {
        pipeline.addBefore(handler, null, this);
    }

    /** On the session's loop, with the connect packet written. */
    void greet(SocketIOClient client) {
        Session session = Session.of(client);
        JsonNode auth = session.attachment(Auth.class).orElseThrow().sent();
        String key = client.getNamespace().getName() + client.getSessionId();
        waiting.put(key, () -> client.sendEvent("auth", auth));
        session.eventLoop().schedule(() -> say(key), DELAY_MILLIS, TimeUnit.MILLISECONDS);
        if (asks && session.takesFrames()) {
            session.writeFrames(ping(key));
        }
    }

    private static ByteBuf ping(String key) {
        byte[] payload = key.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.buffer(payload.length + 2)
                .writeByte(PING)
                .writeByte(payload.length)
                .writeBytes(payload);
    }

    private void say(String key) {
        Runnable greeting = waiting.remove(key);
        if (greeting != null) {
            greeting.run();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof PongWebSocketFrame pong) {
            say(pong.content().toString(StandardCharsets.US_ASCII));
        }
        ctx.fireChannelRead(message);
    }
}
