package dev.parley.gateway.config;

/** The gateway cannot run as it was asked to. The message is one line for the person who asked. */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String message) {
        super(message, null, false, false);
    }
}
