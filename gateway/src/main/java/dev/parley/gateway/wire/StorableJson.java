package dev.parley.gateway.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.text.UnicodeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON that MongoDB and Redis keep unchanged. UTF-8 cannot carry half a surrogate pair, a BSON key ends at a NUL, a BSON
 * document nests at most 100 levels deep, a number that overflows a double cannot be written as JSON again, and JSON has no
 * binary values. All of these are refused with {@code invalid_payload}.
 */
final class StorableJson {
    /** MongoDB's limit of 100, less the levels of the document around the data. */
    private static final int MAX_DEPTH = 90;

    private StorableJson() {}

    /** The fields of a JSON object as maps, lists, strings, numbers and booleans. Linear in the size of {@code object}. */
    static Map<String, Object> object(String field, JsonNode object) {
        return object(field, object, 1);
    }

    /** The text, if it is well-formed Unicode. */
    static String text(String field, String text) {
        return UnicodeText.requireWellFormed(text, field);
    }

    private static Object value(String field, JsonNode value, int depth) {
        return switch (value.getNodeType()) {
            case OBJECT -> object(field, value, depth);
            case ARRAY -> list(field, value, depth);
            case STRING -> text(field, value.textValue());
            case NUMBER -> number(field, value);
            case BOOLEAN -> value.booleanValue();
            case NULL -> null;
            default -> throw PayloadFields.refusal(field, "must not hold binary values");
        };
    }

    private static Map<String, Object> object(String field, JsonNode object, int depth) {
        checkDepth(field, depth);
        Map<String, Object> values = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> values.put(key(field, entry.getKey()), value(field, entry.getValue(), depth + 1)));
        return values;
    }

    private static List<Object> list(String field, JsonNode array, int depth) {
        checkDepth(field, depth);
        List<Object> values = new ArrayList<>(array.size());
        array.forEach(item -> values.add(value(field, item, depth + 1)));
        return values;
    }

    /** A whole number beyond 64 bits becomes a double, as it is to JavaScript. */
    private static Number number(String field, JsonNode number) {
        if (!Double.isFinite(number.doubleValue())) {
            throw PayloadFields.refusal(field, "must not hold numbers beyond 1.7e308");
        }
        return number.isBigInteger() ? (Number) number.doubleValue() : number.numberValue();
    }

    private static String key(String field, String key) {
        if (key.indexOf(0) >= 0) {
            throw PayloadFields.refusal(field, "must not have keys with a NUL character");
        }
        return text(field, key);
    }

    private static void checkDepth(String field, int depth) {
        if (depth > MAX_DEPTH) {
            throw PayloadFields.refusal(field, "must be at most " + MAX_DEPTH + " levels deep");
        }
    }
}
