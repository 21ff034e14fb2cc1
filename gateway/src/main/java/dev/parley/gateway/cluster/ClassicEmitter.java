package dev.parley.gateway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.cluster.ClusterMessage.DisconnectSockets;
import dev.parley.gateway.cluster.ClusterMessage.Ignored;
import dev.parley.gateway.cluster.ClusterMessage.Reason;
import dev.parley.gateway.cluster.ClusterMessage.SocketsJoin;
import dev.parley.gateway.cluster.ClusterMessage.SocketsLeave;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.Json;
import dev.parley.presence.redis.RedisFailures;
import java.io.IOException;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the messages of {@code @socket.io/redis-emitter}, which uses plain pub/sub. Every node receives all of them, whatever their
 * room; so this is behind {@code --accept-emitter}.
 */
final class ClassicEmitter {
    private static final Logger log = LoggerFactory.getLogger(ClassicEmitter.class);
    private static final String CHANNELS = ClusterFrames.NAMESPACE_CHANNEL + "*";
    private static final String REQUESTS = "socket.io-request#/#";
    private static final int REMOTE_JOIN = 2;
    private static final int REMOTE_LEAVE = 3;
    private static final int REMOTE_DISCONNECT = 4;

    private final ClusterMessageHandler handler;
    private final ClusterMsgpack msgpack;

    ClassicEmitter(ClusterMessageHandler handler, ClusterMsgpack msgpack) {
        this.handler = handler;
        this.msgpack = msgpack;
    }

    void listen(RedissonClient client) {
        client.getPatternTopic(CHANNELS, ByteArrayCodec.INSTANCE)
                .addListenerAsync(byte[].class, (pattern, channel, value) -> emitted(channel.toString(), value))
                .whenComplete((id, failure) -> report(failure));
        client.getTopic(REQUESTS, ByteArrayCodec.INSTANCE)
                .addListenerAsync(byte[].class, (channel, value) -> requested(value))
                .whenComplete((id, failure) -> report(failure));
    }

    private static void report(Throwable failure) {
        if (failure != null) {
            log.error(
                    "The messages of @socket.io/redis-emitter are not received, the subscription failed: {}",
                    RedisFailures.words(failure));
        }
    }

    /** A message for a room without a local member is not decoded. */
    private void emitted(String channel, byte[] value) {
        String room = ClusterFrames.roomOf(channel);
        if (room == null || handler.hasMember(room)) {
            apply(() -> msgpack.readClassic(value));
        }
    }

    private void requested(byte[] value) {
        apply(() -> request(Json.MAPPER.readTree(value)));
    }

    private interface Reading {
        ClusterMessage read() throws IOException;
    }

    private void apply(Reading reading) {
        try {
            handler.apply(reading.read());
        } catch (IOException | RuntimeException e) {
            // Without the text of the exception, which contains the message.
            log.debug("A message of an emitter cannot be read: {}", e.getClass().getSimpleName());
            handler.apply(new Ignored(Reason.UNREADABLE));
        }
    }

    private static ClusterMessage request(JsonNode request) {
        JsonNode options = request.path("opts");
        BroadcastTarget target = new BroadcastTarget(
                ClusterMsgpack.strings(options.path("rooms")), ClusterMsgpack.strings(options.path("except")));
        return switch (request.path("type").asInt()) {
            case REMOTE_JOIN -> new SocketsJoin(target, ClusterMsgpack.strings(request.path("rooms")));
            case REMOTE_LEAVE -> new SocketsLeave(target, ClusterMsgpack.strings(request.path("rooms")));
            case REMOTE_DISCONNECT ->
                new DisconnectSockets(target, request.path("close").asBoolean());
            default -> new Ignored(Reason.OTHER_TYPE);
        };
    }
}
