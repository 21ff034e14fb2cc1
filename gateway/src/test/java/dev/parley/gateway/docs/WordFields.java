package dev.parley.gateway.docs;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.MessageType;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.user.Role;
import dev.parley.gateway.wire.EnumNames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fields that are strings in the payload records and hold a word of an enumeration. */
final class WordFields {
    private static final Map<String, Class<? extends Enum<?>>> BY_NAME = Map.of(
            "code", ErrorCode.class,
            "messageType", MessageType.class,
            "role", Role.class,
            "stage", Chat.Stage.class,
            "status", Chat.Status.class);

    private WordFields() {}

    /** By name of the type, in its order. */
    static Map<String, List<String>> types() {
        Map<String, List<String>> types = new TreeMap<>();
        BY_NAME.values().forEach(type -> types.put(nameOf(type), words(type)));
        return types;
    }

    static boolean contains(RecordShape.Field field) {
        return field.type() == String.class && BY_NAME.containsKey(field.name());
    }

    static String typeOf(RecordShape.Field field) {
        return nameOf(BY_NAME.get(field.name()));
    }

    static List<String> wordsOf(RecordShape.Field field) {
        return words(BY_NAME.get(field.name()));
    }

    private static String nameOf(Class<?> type) {
        return type.getEnclosingClass() == null
                ? type.getSimpleName()
                : type.getEnclosingClass().getSimpleName() + type.getSimpleName();
    }

    private static List<String> words(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(EnumNames::of).toList();
    }
}
