package dev.parley.core.reminder;

import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;

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

    /** The unread messages of all chats. */
    public long unread() {
        return chats.stream().mapToLong(UnreadChat::unread).sum();
    }
}
