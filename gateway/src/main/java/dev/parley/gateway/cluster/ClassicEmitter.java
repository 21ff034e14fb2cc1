package dev.parley.gateway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.cluster.ClusterMessage.DisconnectSockets;
import dev.parley.gateway.cluster.ClusterMessage.Ignored;
import dev.parley.gateway.cluster.ClusterMessage.Reason;
import dev.parley.gateway.cluster.ClusterMessage.SocketsJoin;
import dev.parley.gateway.cluster.ClusterMessage.SocketsLeave;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.Json;
import java.io.IOException;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears {@code @socket.io/redis-emitter}, which knows plain pub/sub only. Its messages come to every node, whichever room they are
 * for; so this is behind {@code --accept-emitter}.
 */
final class ClassicEmitter {
    private static final Logger log = LoggerFactory.getLogger(ClassicEmitter.class);
    private static final String CHANNELS = ClusterFrames.NAMESPACE_CHANNEL + "*";
    private static final String REQUESTS = "socket.io-request#/#";
    private static final int REMOTE_JOIN = 2;
    private static final int REMOTE_LEAVE = 3;
    private static final int REMOTE_DISCONNECT = 4;

    private final ClusterMessageHandler peers;
    private final ClusterMsgpack msgpack;

    ClassicEmitter(ClusterMessageHandler peers, ClusterMsgpack msgpack) {
        this.peers = peers;
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
            log.error("@socket.io/redis-emitter is not heard", failure);
        }
    }

    /** One for a room without a member here is not even read. */
    private void emitted(String channel, byte[] value) {
        String room = ClusterFrames.roomOf(channel);
        if (room == null || peers.hasMember(room)) {
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
            peers.apply(reading.read());
        } catch (IOException | RuntimeException e) {
            // Not with what the parser says, which repeats the message.
            log.debug("A message of an emitter cannot be read: {}", e.getClass().getSimpleName());
            peers.apply(new Ignored(Reason.UNREADABLE));
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
