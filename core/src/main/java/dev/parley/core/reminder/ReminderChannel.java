package dev.parley.core.reminder;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A way in which users are reminded. Each has deadlines of its own. */
public enum ReminderChannel {
    WEBHOOK,
    EMAIL,
    PUSH;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The name in preferences, metrics and the database. */
    public String word() {
        return word;
    }

    public static Optional<ReminderChannel> of(String word) {
        return Stream.of(values()).filter(channel -> channel.word.equals(word)).findFirst();
    }
}
