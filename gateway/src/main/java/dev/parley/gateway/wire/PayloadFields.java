package dev.parley.gateway.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
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
 * The fields of a JSON payload, read strictly: every Socket.IO event and every REST body enters here. A value of another type,
 * text that is not well-formed Unicode and data that the stores cannot keep are refused with {@link ErrorCode#INVALID_PAYLOAD}
 * and a message that names the field. {@code null} counts as absent.
 */
public final class PayloadFields {
    private static final int MAX_ID = 128;
    private static final int MAX_YEAR = 9999;

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

    /** In the form in which ids are compared: 24 hexadecimal digits in lower case. */
    public UserId userId(String field) {
        return new UserId(text(field));
    }

    public Optional<UserId> optionalUserId(String field) {
        return optionalText(field).map(UserId::new);
    }

    /** One id, or an array of at most {@code max}. */
    public List<UserId> userIds(String field, int max) {
        return texts(field, max).stream().map(UserId::new).toList();
    }

    public ChatId chatId(String field) {
        return new ChatId(text(field));
    }

    public Optional<ChatId> optionalChatId(String field) {
        return optionalText(field).map(ChatId::new);
    }

    public NotificationId notificationId(String field) {
        return new NotificationId(text(field));
    }

    /** A string that is not empty. */
    public String text(String field) {
        return optionalText(field).orElseThrow(() -> missing(field));
    }

    public Optional<String> optionalText(String field) {
        return present(field).map(value -> textOf(field, value)).map(text -> {
            check(!text.isEmpty(), field, "must not be empty");
            return text;
        });
    }

    /** At most {@value #MAX_ID} characters. */
    public Optional<String> optionalKey(String field) {
        Optional<String> key = optionalText(field);
        check(key.filter(k -> k.length() > MAX_ID).isEmpty(), field, "must be at most " + MAX_ID + " characters");
        return key;
    }

    /** A string that may be empty, but not absent. */
    public String textOrEmpty(String field) {
        return present(field).map(value -> textOf(field, value)).orElseThrow(() -> missing(field));
    }

    /** May be empty or absent; how long it may be is a message rule. */
    public String content(String field) {
        return present(field).map(value -> textOf(field, value)).orElse("");
    }

    public boolean flag(String field) {
        JsonNode value = present(field).orElseThrow(() -> missing(field));
        check(value.isBoolean(), field, "must be true or false");
        return value.booleanValue();
    }

    public Optional<Boolean> optionalFlag(String field) {
        return present(field).map(value -> flag(field));
    }

    /** Any JSON object that the stores can keep, as maps, lists, strings, numbers and booleans. Absent means empty. */
    public Map<String, Object> object(String field) {
        return present(field)
                .map(value -> {
                    check(value.isObject(), field, "must be an object");
                    return StorableJson.object(field, value);
                })
                .orElse(Map.of());
    }

    /** The fields of an object. */
    public Optional<PayloadFields> optionalFields(String field) {
        return present(field).map(value -> {
            check(value.isObject(), field, "must be an object");
            return new PayloadFields(value);
        });
    }

    /** Refuses fields of other names, for a payload in which a misspelled name would be taken for a missing field. */
    public PayloadFields refuseOthers(String... known) {
        List<String> names = List.of(known);
        node.fieldNames()
                .forEachRemaining(name -> check(
                        names.contains(name),
                        "there is a field that",
                        "is unknown; known are " + String.join(", ", names)));
        return this;
    }

    /** As {@link #object}, in bounds that every MongoDB keeps in a message and in its chat. Absent means empty. */
    public Map<String, Object> messageData(String field) {
        present(field).filter(JsonNode::isObject).ifPresent(value -> MessageData.check(field, value));
        return object(field);
    }

    /** ISO-8601 with a time zone, in the years 1 to 9999, which every store and every client can represent. */
    public Optional<Instant> optionalTime(String field) {
        return optionalText(field).map(text -> {
            try {
                OffsetDateTime time = OffsetDateTime.parse(text);
                check(
                        time.getYear() >= 1 && time.getYear() <= MAX_YEAR,
                        field,
                        "must be in the years 1 to " + MAX_YEAR);
                return time.toInstant();
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
        JsonNode value = present(field).orElseThrow(() -> missing(field));
        return value.isTextual()
                ? List.of(text(field))
                : list(field, max, each -> {
                    check(each.isTextual() && !each.textValue().isEmpty(), field, "must hold non-empty strings only");
                    return textOf(field, each);
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

    private static String textOf(String field, JsonNode value) {
        check(value.isTextual(), field, "must be a string");
        return StorableJson.text(field, value.textValue());
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

    private static Rejection missing(String field) {
        return refusal(field, "is missing");
    }

    public static Rejection refusal(String field, String why) {
        return new Rejection(ErrorCode.INVALID_PAYLOAD, field + " " + why);
    }
}
