package dev.parley.gateway.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * The bounds of a message's {@code data}: 8 KB of JSON, 20 levels, and no key with a dot or a {@code $} in front, which updates in MongoDB
 * take for paths and operators.
 */
final class MessageData {
    private static final int MAX_BYTES = 8 * 1024;
    private static final int MAX_DEPTH = 20;

    private MessageData() {}

    /** Throws {@code invalid_payload}. */
    static void check(String field, JsonNode object) {
        if (!isWithin(object, MAX_DEPTH)) {
            throw PayloadFields.refusal(field, "must be at most " + MAX_DEPTH + " levels deep");
        }
        if (sizeOf(object) > MAX_BYTES) {
            throw PayloadFields.refusal(field, "must be at most " + MAX_BYTES + " bytes of JSON");
        }
        checkKeys(field, object);
    }

    private static boolean isWithin(JsonNode node, int levels) {
        if (!node.isContainerNode()) {
            return true;
        }
        if (levels == 0) {
            return false;
        }
        for (JsonNode child : node) {
            if (!isWithin(child, levels - 1)) {
                return false;
            }
        }
        return true;
    }

    private static int sizeOf(JsonNode object) {
        try {
            return WireJson.mapper().writeValueAsString(object).getBytes(StandardCharsets.UTF_8).length;
        } catch (JsonProcessingException unwritable) {
            return Integer.MAX_VALUE;
        }
    }

    private static void checkKeys(String field, JsonNode node) {
        for (var entry : node.properties()) {
            if (entry.getKey().startsWith("$") || entry.getKey().indexOf('.') >= 0) {
                throw PayloadFields.refusal(field, "must not have keys that begin with $ or contain a dot");
            }
        }
        node.forEach(child -> checkKeys(field, child));
    }
}
