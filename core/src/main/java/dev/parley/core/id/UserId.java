package dev.parley.core.id;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;

/** Identifies one person, however many devices they have connected. It is also the name of the person's room. */
public record UserId(String value) {
    /** Begins the name of a user's notification room; a user's own room must not be one. */
    public static final String NOTIFICATIONS_PREFIX = "notifications_";

    public UserId {
        value = IdSyntax.checked(value, "userId");
        if (value.startsWith(NOTIFICATIONS_PREFIX)) {
            throw new Rejection(ErrorCode.INVALID_PAYLOAD, "userId must not begin with " + NOTIFICATIONS_PREFIX);
        }
    }

    /** Whether the id could also be that of a chat, whose room it would then name. */
    public boolean isObjectId() {
        return IdSyntax.isObjectId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
