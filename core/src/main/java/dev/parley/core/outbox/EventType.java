package dev.parley.core.outbox;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The types of the events that other systems can subscribe to. */
public enum EventType {
    MESSAGE_CREATED,
    MESSAGE_READ,
    MESSAGE_UNREAD,
    CHAT_CREATED,
    CHAT_CHANGED,
    NOTIFICATION_CREATED,
    USER_ONLINE,
    USER_OFFLINE;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '.');

    /** The name that receivers see, such as {@code message.created}. */
    public String word() {
        return word;
    }

    public static Optional<EventType> of(String word) {
        return Stream.of(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
