package dev.parley.gateway.hook;

import dev.parley.gateway.outgoing.FailureReason;

/** The hook has not answered, or not in a form that is understood. */
final class HookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureReason reason;

    HookException(FailureReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    FailureReason reason() {
        return reason;
    }
}
