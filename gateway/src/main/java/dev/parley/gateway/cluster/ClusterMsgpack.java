package dev.parley.gateway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.cluster.ClusterMessage.Emitted;
import dev.parley.gateway.cluster.ClusterMessage.Ignored;
import dev.parley.gateway.cluster.ClusterMessage.Reason;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.Json;
import dev.parley.gateway.socketio.SocketIoEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessagePack;
import org.msgpack.jackson.dataformat.ExtensionTypeCustomDeserializers;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/**
 * Encodes and decodes messages between nodes that carry binary, and those of {@code @socket.io/redis-emitter}: msgpack as notepack.io
 * writes it. They are rare, so they are decoded as trees.
 */
final class ClusterMsgpack {
    private static final byte TIMESTAMP = -1;
    private static final int EVENT_PACKET = 2;

    private final ObjectMapper mapper = new ObjectMapper(factory());
    private final String uid;

    ClusterMsgpack(String uid) {
        this.uid = uid;
    }

    private static MessagePackFactory factory() {
        ExtensionTypeCustomDeserializers extensions = new ExtensionTypeCustomDeserializers();
        extensions.addCustomDeser(TIMESTAMP, ClusterMsgpack::time);
        MessagePackFactory factory = new MessagePackFactory();
        factory.setExtTypeCustomDesers(extensions);
        return factory;
    }

    /** A JavaScript Date, as text: the same event without binary carries it that way. */
    private static Object time(byte[] extension) throws IOException {
        try (var unpacker = MessagePack.newDefaultUnpacker(extension)) {
            Instant time = unpacker.unpackTimestamp(new ExtensionTypeHeader(TIMESTAMP, extension.length));
            return Json.MAPPER.convertValue(time, String.class);
        }
    }

    byte[] broadcast(BroadcastTarget target, String event, Object... args) {
        ObjectNode message =
                mapper.createObjectNode().put("uid", uid).put("nsp", "/").put("type", 3);
        ObjectNode data = message.putObject("data");
        ObjectNode options = data.putObject("opts");
        target.rooms().forEach(options.putArray("rooms")::add);
        target.except().forEach(options.putArray("except")::add);
        options.putObject("flags");
        ObjectNode packet = data.putObject("packet").put("type", EVENT_PACKET);
        ArrayNode array = packet.putArray("data").add(event);
        for (Object arg : args) {
            array.add(Json.MAPPER.<JsonNode>valueToTree(arg));
        }
        packet.put("nsp", "/");
        try {
            return mapper.writeValueAsBytes(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ClusterMessage read(byte[] value) throws IOException {
        JsonNode message = mapper.readTree(value);
        if (message.path("uid").asText().equals(uid)) {
            return new Ignored(Reason.OWN);
        }
        if (!message.isObject()) {
            return new Ignored(Reason.UNREADABLE);
        }
        JsonNode data = message.path("data");
        return message.path("type").asInt() == 3
                ? emitted(message.path("nsp").asText(), data.path("packet"), data.path("opts"))
                : new Ignored(Reason.OTHER_TYPE);
    }

    /** {@code [uid, packet, opts]}, as {@code @socket.io/redis-emitter} and the classic adapter publish. */
    ClusterMessage readClassic(byte[] value) throws IOException {
        JsonNode message = mapper.readTree(value);
        JsonNode packet = message.path(1);
        return emitted(packet.path("nsp").asText("/"), packet, message.path(2));
    }

    private static ClusterMessage emitted(String namespace, JsonNode packet, JsonNode options) {
        if (!namespace.equals("/")) {
            return new Ignored(Reason.OTHER_NAMESPACE);
        }
        JsonNode data = packet.path("data");
        if (packet.path("type").asInt() != EVENT_PACKET || !data.path(0).isTextual()) {
            return new Ignored(Reason.UNREADABLE);
        }
        BroadcastTarget target = new BroadcastTarget(strings(options.path("rooms")), strings(options.path("except")));
        return new Emitted(
                target, event(data, options.path("flags").path("volatile").asBoolean()));
    }

    private static EncodedPacket event(JsonNode data, boolean isVolatile) {
        List<JsonNode> args = new ArrayList<>();
        data.forEach(args::add);
        return SocketIoEncoder.event("/", SocketIoEncoder.NO_ID, args.remove(0).asText(), args, isVolatile);
    }

    static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>(array.size());
        array.forEach(element -> strings.add(element.asText()));
        return strings;
    }
}
