package dev.parley.gateway.config;

/** The configuration is invalid. The message is one line for the operator. */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String message) {
        super(message, null, false, false);
    }
}
