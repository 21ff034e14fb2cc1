package dev.parley.core.error;

/** A store is unavailable, too slow, or has refused for a reason of its own. Clients see {@link ErrorCode#UNAVAILABLE}. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
