package dev.parley.core.id;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;

/** What every id looks like: 1 to 128 visible characters, so that it fits a room name, a Redis key and a log line. */
final class IdSyntax {
    private static final int MAX_LENGTH = 128;

    private IdSyntax() {}

    /** Throws {@link ErrorCode#INVALID_PAYLOAD} that names the field. */
    static void check(String value, String field) {
        if (value == null
                || value.isEmpty()
                || value.length() > MAX_LENGTH
                || !value.chars().allMatch(IdSyntax::isVisible)) {
            throw new Rejection(
                    ErrorCode.INVALID_PAYLOAD,
                    field + " must be a string of 1 to " + MAX_LENGTH + " visible characters");
        }
    }

    private static boolean isVisible(int c) {
        return !Character.isISOControl(c) && !Character.isWhitespace(c);
    }
}
