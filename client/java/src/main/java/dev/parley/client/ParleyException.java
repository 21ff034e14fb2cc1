package dev.parley.client;

/** Why a request failed. */
public final class ParleyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;

    ParleyException(String code, int status, String message, Throwable cause) {
        super(code + ": " + message, cause);
        this.code = code;
        this.status = status;
    }

    /** An error code of the server, or {@code timeout}, {@code disconnected} or {@code interrupted}. */
    public String code() {
        return code;
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }
}
