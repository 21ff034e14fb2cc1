package dev.parley.core.error;

/** An index that Parley needs cannot be created. The message is one line, names the index and says what to do. */
public final class IndexException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;

    /** @param reason in the words of MongoDB, which may differ at each attempt */
    public IndexException(String problem, String reason, Throwable cause) {
        super(problem + ": " + reason, cause);
        this.problem = problem;
    }

    /** The message without MongoDB's reason: the same at each attempt. */
    public String problem() {
        return problem;
    }
}
