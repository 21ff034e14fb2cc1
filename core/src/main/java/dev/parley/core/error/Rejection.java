package dev.parley.core.error;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** An expected refusal. The client gets its {@link ErrorCode}; it has no stack trace. */
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String rule;
    private final Duration retryAfter;
    private final transient Map<String, Object> details;

    public Rejection(ErrorCode code, String message) {
        this(code, message, null, null, Map.of());
    }

    /**
     * @param message for the developer who reads it in a log or a console; never holds content or a token
     * @param rule the message rule that refused, by its name in the rules file, or null
     * @param retryAfter when trying again may succeed, or null
     * @param details more for the client, JSON values only
     */
    public Rejection(ErrorCode code, String message, String rule, Duration retryAfter, Map<String, Object> details) {
        super(message, null, false, false);
        this.code = code;
        this.rule = rule;
        this.retryAfter = retryAfter;
        this.details = Map.copyOf(details);
    }

    public ErrorCode code() {
        return code;
    }

    public Optional<String> rule() {
        return Optional.ofNullable(rule);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public Map<String, Object> details() {
        return details;
    }
}
