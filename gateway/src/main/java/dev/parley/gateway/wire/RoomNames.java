package dev.parley.gateway.wire;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;

/** Which rooms there are: one per user, per chat and per user's notifications. */
public final class RoomNames {
    private static final String NOTIFICATIONS = "notifications_";

    private RoomNames() {}

    public static String of(UserId user) {
        return user.value();
    }

    public static String of(ChatId chat) {
        return chat.value();
    }

    public static String notificationsOf(UserId user) {
        return NOTIFICATIONS + user.value();
    }

    /** Whether the room is the user's by right, not one that the user joined. */
    public static boolean isOwn(String room, UserId user) {
        return room.equals(of(user)) || room.equals(notificationsOf(user));
    }

    /** A user id fit to be a room: one that would name another user's notification room is refused. */
    public static UserId userId(String value) {
        UserId user = new UserId(value);
        if (value.startsWith(NOTIFICATIONS)) {
            throw new Rejection(ErrorCode.INVALID_PAYLOAD, "userId must not start with " + NOTIFICATIONS);
        }
        return user;
    }
}
