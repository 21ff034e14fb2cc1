package dev.parley.gateway.engineio;

/** Input that the protocol does not allow. The session that received it must be closed. */
public final class MalformedInputException extends Exception {

    /** Without a stack trace: it says nothing about us, and hostile input may cause many. */
    public MalformedInputException(String message) {
        super(message, null, false, false);
    }
}
