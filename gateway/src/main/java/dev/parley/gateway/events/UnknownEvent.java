package dev.parley.gateway.events;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;

/** An event that clients emit and Parley does not have. */
final class UnknownEvent {
    private static final int MAX_NAME = 64;

    private UnknownEvent() {}

    static Rejection refusal(String event) {
        return new Rejection(
                ErrorCode.INVALID_PAYLOAD, "unknown event \"" + name(event) + "\"; docs/PROTOCOL.md lists the events");
    }

    /** The name as the client is told it: at most 64 printable ASCII characters of it. */
    static String name(String event) {
        String start = event.substring(0, Math.min(event.length(), MAX_NAME));
        return start.replaceAll("[^ -~]", "?");
    }
}
