package dev.parley.core.reminder;

import dev.parley.core.chat.Message;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.ReminderLog.Sent;
import dev.parley.core.text.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which messages a reminder is about, and when it is due. */
public final class ReminderRules {
    /** Nobody is reminded of an older message. */
    static final Duration MAX_AGE = Duration.ofDays(7);

    private static final Duration SHORTEST_RETRY = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);
    private static final int KEY_BYTES = 18;

    private ReminderRules() {}

    /** Those of the marked messages that a reminder is still to mention. */
    public static List<Message> unmentioned(List<Message> marked, Optional<Sent> last, Instant now) {
        return marked.stream()
                .filter(message -> !message.isRead())
                .filter(message -> message.createdAt().plus(MAX_AGE).isAfter(now))
                .filter(message -> last.filter(sent -> sent.covers(message)).isEmpty())
                .toList();
    }

    /** How long it is until the oldest of these messages has been unread for the quiet time; zero or negative when it has. */
    public static Duration untilDue(List<Message> unmentioned, Duration quietTime, Instant now) {
        return Duration.between(now, unmentioned.get(0).createdAt().plus(quietTime));
    }

    /** How long to wait after an attempt that failed: half of the time since it was due, from ten seconds to an hour. */
    public static Duration retryPause(List<Message> unmentioned, Duration quietTime, Instant now) {
        Duration half = untilDue(unmentioned, quietTime, now).negated().dividedBy(2);
        return half.compareTo(SHORTEST_RETRY) < 0
                ? SHORTEST_RETRY
                : half.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : half;
    }

    /** @param unmentioned the oldest first, as for {@link Reminder#key} */
    public static String key(UserId receiver, ReminderChannel channel, List<Message> unmentioned) {
        String text =
                channel.word() + "\n" + receiver + "\n" + unmentioned.get(0).id();
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(Sha256.of(text), KEY_BYTES));
    }

    /** Each chat with its messages, the oldest first. */
    public static Map<ChatId, List<Message>> byChat(List<Message> unmentioned) {
        return unmentioned.stream().collect(Collectors.groupingBy(Message::chatId));
    }
}
