package dev.parley.gateway.wire;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The error of a refused request.
 *
 * @param code a word of {@link ErrorCode}; clients branch on it
 * @param message for developers, not for users
 * @param rule the message rule that refused
 */
public record WireError(
        String code,
        String message,
        Optional<String> rule,
        Optional<Long> retryAfterMs,
        Optional<Map<String, Object>> details) {

    public static WireError of(Rejection rejection) {
        return new WireError(
                rejection.code().word(),
                rejection.getMessage(),
                rejection.rule(),
                rejection.retryAfter().map(Duration::toMillis),
                Optional.of(rejection.details()).filter(details -> !details.isEmpty()));
    }

    public static WireError of(ErrorCode code, String message) {
        return new WireError(code.word(), message, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The payload of the {@code error} event that answers {@code event}, for a client that asked for no acknowledgement. */
    public ErrorPayload asEvent(String event) {
        return new ErrorPayload(Optional.of(event), code, message, rule, retryAfterMs, details);
    }

    /** The payload of an {@code error} event that answers no request. */
    public ErrorPayload asEvent() {
        return new ErrorPayload(Optional.empty(), code, message, rule, retryAfterMs, details);
    }

    /**
     * Payload of the {@code error} event.
     *
     * @param event the request that was refused; empty when it answers none
     */
    public record ErrorPayload(
            Optional<String> event,
            String code,
            String message,
            Optional<String> rule,
            Optional<Long> retryAfterMs,
            Optional<Map<String, Object>> details) {}
}
