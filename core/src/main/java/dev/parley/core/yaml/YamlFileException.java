package dev.parley.core.yaml;

/** A YAML file that is not valid. The message names the line and is meant for its author. */
public final class YamlFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param line counted from 1 */
    public YamlFileException(int line, String problem) {
        super("line " + line + ": " + problem, null, false, false);
    }
}
