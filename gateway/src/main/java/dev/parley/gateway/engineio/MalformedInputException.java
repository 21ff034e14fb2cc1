package dev.parley.gateway.engineio;

/** A peer sent what the protocol does not allow. Whoever catches it closes the session: nothing later can be trusted. */
public final class MalformedInputException extends Exception {

    /** Without a stack trace: it says nothing about us, and hostile input may cause many. */
    public MalformedInputException(String message) {
        super(message, null, false, false);
    }
}
