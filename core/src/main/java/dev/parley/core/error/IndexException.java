package dev.parley.core.error;

/** An index that Parley needs cannot be created. The message is one line, names the index and says what to do. */
public final class IndexException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IndexException(String message, Throwable cause) {
        super(message, cause);
    }
}
