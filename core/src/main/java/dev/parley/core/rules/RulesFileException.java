package dev.parley.core.rules;

/** A rules file that cannot be taken as it is; the message names the line and is meant for its author. */
public final class RulesFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param line counted from 1 */
    RulesFileException(int line, String problem) {
        super("line " + line + ": " + problem, null, false, false);
    }
}
