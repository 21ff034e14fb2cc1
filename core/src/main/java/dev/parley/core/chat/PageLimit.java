package dev.parley.core.chat;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;

/** How much of a list may be asked for at once. */
public final class PageLimit {
    /** More than this is answered with this many. */
    public static final int MAX = 200;

    private PageLimit() {}

    /** Throws {@link ErrorCode#INVALID_PAYLOAD} for less than one. */
    public static int of(int wanted) {
        if (wanted < 1) {
            throw new Rejection(ErrorCode.INVALID_PAYLOAD, "limit must be 1 to " + MAX);
        }
        return Math.min(wanted, MAX);
    }
}
