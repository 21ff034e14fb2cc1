package dev.parley.gateway.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.wire.WireJson;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages between servers in the format of the sharded adapter ({@code ClusterMessage} of socket.io-adapter): events of the namespace
 * {@code /admin}, requests for sockets with their answers, and commands to the sockets of {@code /}.
 */
final class AdminFrames {
    static final String ADMIN = "/admin";
    static final String CHATS = "/";

    static final int BROADCAST = 3;
    static final int JOIN = 4;
    static final int LEAVE = 5;
    static final int DISCONNECT = 6;
    static final int FETCH_SOCKETS = 7;
    static final int SOCKETS = 8;

    private static final int EVENT = 2;

    private final String uid;

    /** @param uid names this sender; not that of the node's other messages, so that the node applies its own commands */
    AdminFrames(String uid) {
        this.uid = uid;
    }

    static String channel(String namespace) {
        return "socket.io#" + namespace + "#";
    }

    /** The channel of a room, or of the answers to a server. */
    static String channel(String namespace, String room) {
        return channel(namespace) + room + "#";
    }

    String answersChannel() {
        return channel(CHATS, uid);
    }

    /** @param rooms empty means every socket of the namespace */
    String event(String namespace, List<String> rooms, List<?> event) {
        Map<String, Object> packet = Map.of("type", EVENT, "data", event, "nsp", namespace);
        return message(namespace, BROADCAST, Map.of("opts", options(rooms), "packet", packet));
    }

    String command(int type, List<String> rooms, String field, Object value) {
        return message(CHATS, type, Map.of("opts", options(rooms), field, value));
    }

    String fetch(String requestId) {
        return message(CHATS, FETCH_SOCKETS, Map.of("opts", options(List.of()), "requestId", requestId));
    }

    String sockets(String namespace, String requestId, List<SocketView> sockets) {
        return message(namespace, SOCKETS, Map.of("requestId", requestId, "sockets", sockets));
    }

    private String message(String namespace, int type, Map<String, ?> data) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("uid", uid);
        message.put("nsp", namespace);
        message.put("type", type);
        message.put("data", data);
        try {
            return WireJson.mapper().writeValueAsString(message);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Map<String, Object> options(List<String> rooms) {
        return Map.of("rooms", rooms, "except", List.of(), "flags", Map.of());
    }

    /** A missing node for what is not JSON, such as a frame with attachments. */
    static JsonNode read(String text) {
        try {
            return text.startsWith("{")
                    ? WireJson.mapper().readTree(text)
                    : WireJson.mapper().missingNode();
        } catch (JsonProcessingException unreadable) {
            return WireJson.mapper().missingNode();
        }
    }

    boolean isOwn(JsonNode message) {
        return message.path("uid").asText().equals(uid);
    }
}
