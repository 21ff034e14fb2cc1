package dev.parley.core.user;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.text.UnicodeText;
import java.util.Optional;

/** What to set on a user; what is empty stays as it is. */
public record UserChange(Optional<Role> role, Optional<String> displayName, Optional<Boolean> suspended) {
    /** Users are read with each message that they send or receive. */
    static final int MAX_DISPLAY_NAME = 200;

    public UserChange {
        displayName.ifPresent(UserChange::check);
    }

    private static void check(String displayName) {
        UnicodeText.requireWellFormed(displayName, "displayName");
        if (displayName.length() > MAX_DISPLAY_NAME) {
            throw new Rejection(
                    ErrorCode.INVALID_PAYLOAD, "displayName must be at most " + MAX_DISPLAY_NAME + " characters");
        }
    }
}
