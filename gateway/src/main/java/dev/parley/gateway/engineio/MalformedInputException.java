package dev.parley.gateway.engineio;

/** Input that the protocol does not allow. The session that received it must be closed. */
public final class MalformedInputException extends Exception {

    /** Without a stack trace, which would not help and would be expensive under hostile input. */
    public MalformedInputException(String message) {
        super(message, null, false, false);
    }
}
