package dev.parley.core.error;

/** A store is away, too slow or said no for a reason of its own; the client is told {@link ErrorCode#UNAVAILABLE}. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
