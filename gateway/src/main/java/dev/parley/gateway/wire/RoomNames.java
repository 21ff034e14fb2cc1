package dev.parley.gateway.wire;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;

/** The names of the rooms: one per user, per chat and per user's notifications. */
public final class RoomNames {
    private RoomNames() {}

    public static String of(UserId user) {
        return user.value();
    }

    public static String of(ChatId chat) {
        return chat.value();
    }

    public static String notificationsOf(UserId user) {
        return UserId.NOTIFICATIONS_PREFIX + user.value();
    }
}
