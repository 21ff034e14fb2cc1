package dev.parley.core.yaml;

import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** A YAML file of names with values, bounded in length and depth, without aliases. */
public final class YamlFile {
    private static final int MAX_CHARACTERS = 100_000;
    private static final int MAX_DEPTH = 10;

    private YamlFile() {}

    /**
     * The entries of the file; empty for an empty file. Throws {@link YamlFileException}, and nothing else, for what is no mapping.
     *
     * @param what the file is, for the error message
     */
    public static Optional<YamlEntries> entries(String yaml, String what) {
        return Optional.ofNullable(compose(yaml)).map(root -> YamlEntries.of(root, what));
    }

    private static Node compose(String yaml) {
        if (yaml.length() > MAX_CHARACTERS) {
            throw new YamlFileException(1, "the file has more than " + MAX_CHARACTERS + " characters");
        }
        try {
            return new Yaml(new SafeConstructor(limits())).compose(new StringReader(yaml));
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 1
                    : broken.getProblemMark().getLine() + 1;
            throw new YamlFileException(line, String.valueOf(broken.getProblem()));
        } catch (ReaderException broken) {
            throw new YamlFileException(
                    line(yaml, broken.getPosition()),
                    "character U+%04X is not allowed".formatted(broken.getCodePoint()));
        } catch (YAMLException unreadable) {
            throw new YamlFileException(
                    1, unreadable.getMessage().lines().findFirst().orElse("not YAML"));
        }
    }

    private static LoaderOptions limits() {
        LoaderOptions limits = new LoaderOptions();
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setMaxAliasesForCollections(0);
        limits.setCodePointLimit(MAX_CHARACTERS);
        return limits;
    }

    private static int line(String yaml, int position) {
        String before = yaml.substring(0, Math.max(0, Math.min(position, yaml.length())));
        return (int) before.chars().filter(c -> c == '\n').count() + 1;
    }
}
