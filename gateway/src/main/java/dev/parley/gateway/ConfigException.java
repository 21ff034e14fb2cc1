package dev.parley.gateway;

/** The gateway cannot run as it was asked to. The message is one line for the person who asked. */
final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message, null, false, false);
    }
}
