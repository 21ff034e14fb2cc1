package dev.parley.gateway.wire;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The fields of a payload as they arrived, read strictly: a string is a JSON string and nothing that looks like one. Whatever
 * does not fit is refused with {@link ErrorCode#INVALID_PAYLOAD} and a message that names the field. A field that is null is
 * as good as absent.
 */
public final class PayloadFields {
    private static final int MAX_ID = 128;
    private static final TypeReference<Map<String, Object>> ANY_OBJECT = new TypeReference<>() {};

    private final JsonNode node;

    private PayloadFields(JsonNode node) {
        this.node = node;
    }

    /** @param object a JSON object */
    public static PayloadFields of(JsonNode object) {
        return new PayloadFields(object);
    }

    static PayloadFields only(String field, JsonNode value) {
        return new PayloadFields(JsonNodeFactory.instance.objectNode().set(field, value));
    }

    /** An id, a token or another short word: not empty. */
    public String text(String field) {
        return optionalText(field).orElseThrow(() -> refusal(field, "is missing"));
    }

    public Optional<String> optionalText(String field) {
        return present(field).map(value -> {
            check(value.isTextual(), field, "must be a string");
            check(!value.textValue().isEmpty(), field, "must not be empty");
            return value.textValue();
        });
    }

    /** At most {@value #MAX_ID} characters. */
    public Optional<String> optionalKey(String field) {
        Optional<String> key = optionalText(field);
        check(key.filter(k -> k.length() > MAX_ID).isEmpty(), field, "must be at most " + MAX_ID + " characters");
        return key;
    }

    /** May be empty or absent; how long it may be is a message rule. */
    public String content(String field) {
        return present(field)
                .map(value -> {
                    check(value.isTextual(), field, "must be a string");
                    return value.textValue();
                })
                .orElse("");
    }

    public boolean flag(String field) {
        JsonNode value = present(field).orElseThrow(() -> refusal(field, "is missing"));
        check(value.isBoolean(), field, "must be true or false");
        return value.booleanValue();
    }

    public Optional<Boolean> optionalFlag(String field) {
        return present(field).map(value -> flag(field));
    }

    /** Any JSON object, as plain maps, lists, strings, numbers and booleans; absent means an empty one. */
    public Map<String, Object> object(String field) {
        return present(field)
                .map(value -> {
                    check(value.isObject(), field, "must be an object");
                    return WireJson.mapper().convertValue(value, ANY_OBJECT);
                })
                .orElse(Map.of());
    }

    /** ISO-8601 with a time zone. */
    public Optional<Instant> optionalTime(String field) {
        return optionalText(field).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException notATime) {
                throw refusal(field, "must be a time such as 2030-01-31T12:00:00.000Z");
            }
        });
    }

    /** A whole number, 0 or more. */
    public OptionalLong optionalCount(String field) {
        Optional<JsonNode> value = present(field);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        JsonNode number = value.get();
        check(isWhole(number) && number.longValue() >= 0, field, "must be a whole number, 0 or more");
        return OptionalLong.of(number.longValue());
    }

    /** A page size of 1 or more; a larger one than {@code max} means {@code max}. */
    public OptionalInt optionalLimit(String field, int max) {
        OptionalLong limit = optionalCount(field);
        check(limit.isEmpty() || limit.getAsLong() >= 1, field, "must be 1 or more");
        return limit.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) Math.min(limit.getAsLong(), max));
    }

    /** One string, or an array of at most {@code max}. */
    public List<String> texts(String field, int max) {
        JsonNode value = present(field).orElseThrow(() -> refusal(field, "is missing"));
        return value.isTextual()
                ? List.of(text(field))
                : list(field, max, each -> {
                    check(each.isTextual() && !each.textValue().isEmpty(), field, "must hold strings only");
                    return each.textValue();
                });
    }

    /** Absent means none. */
    public <T> List<T> list(String field, int max, Function<JsonNode, T> each) {
        Optional<JsonNode> value = present(field);
        if (value.isEmpty()) {
            return List.of();
        }
        check(value.get().isArray(), field, "must be an array");
        check(value.get().size() <= max, field, "must have at most " + max + " entries");
        List<T> items = new ArrayList<>(value.get().size());
        value.get().forEach(item -> items.add(each.apply(item)));
        return items;
    }

    public boolean isList(String field) {
        return present(field).filter(JsonNode::isArray).isPresent();
    }

    private Optional<JsonNode> present(String field) {
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    /** Deliberate: 3.0 is a whole number, because to JavaScript 3 and 3.0 are the same. */
    private static boolean isWhole(JsonNode number) {
        return number.isNumber() && number.canConvertToLong() && number.canConvertToExactIntegral();
    }

    private static void check(boolean holds, String field, String otherwise) {
        if (!holds) {
            throw refusal(field, otherwise);
        }
    }

    public static Rejection refusal(String field, String why) {
        return new Rejection(ErrorCode.INVALID_PAYLOAD, field + " " + why);
    }
}
