package dev.parley.core.reminder;

import dev.parley.core.chat.Chat;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one user has not read, over all chats.
 *
 * @param chats with the newest message last; never empty
 * @param key the same for every attempt to send this reminder through this channel, and for no other reminder. Letters, digits,
 *     dashes and underscores
 * @param at when it became due
 */
public record Reminder(UserId receiver, List<UnreadChat> chats, String key, Instant at) {

    public Reminder {
        chats = List.copyOf(chats);
    }

    /** The same reminder about these chats only; empty when there is none of them. */
    public Optional<Reminder> within(Predicate<Chat> wanted) {
        List<UnreadChat> some =
                chats.stream().filter(each -> wanted.test(each.chat())).toList();
        return some.isEmpty() ? Optional.empty() : Optional.of(new Reminder(receiver, some, key, at));
    }

    /** The unread messages of all chats. */
    public long unread() {
        return chats.stream().mapToLong(UnreadChat::unread).sum();
    }
}
