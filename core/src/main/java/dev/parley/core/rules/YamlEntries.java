package dev.parley.core.rules;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The names and values of one YAML mapping, read strictly: an unknown name is an error with its line. */
final class YamlEntries {
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    private YamlEntries() {}

    static YamlEntries of(Node node, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw error(node, what + " must be names with values");
        }
        YamlEntries read = new YamlEntries();
        for (NodeTuple entry : mapping.getValue()) {
            if (read.entries.put(text(entry.getKeyNode()), entry) != null) {
                throw error(entry.getKeyNode(), "'" + text(entry.getKeyNode()) + "' is there twice");
            }
        }
        return read;
    }

    /** The rule of this name as {@code reader} reads it, or the default where the file is silent. */
    <R> R rule(String name, R otherwise, BiFunction<YamlEntries, R, R> reader) {
        Node value = take(name);
        if (value == null) {
            return otherwise;
        }
        YamlEntries rule = of(value, "'" + name + "'");
        R settings = reader.apply(rule, otherwise);
        rule.refuseUnknown("setting of '" + name + "'");
        return settings;
    }

    Mode mode(Rule otherwise) {
        return word("mode", otherwise.mode());
    }

    /** Deliberate: scalars are read as they are written, so {@code mode: off} is the word and not YAML's false. */
    <E extends Enum<E>> E word(String name, E otherwise) {
        Node value = take(name);
        if (value == null) {
            return otherwise;
        }
        E[] words = otherwise.getDeclaringClass().getEnumConstants();
        return Stream.of(words)
                .filter(word -> spelled(word).equals(text(value)))
                .findFirst()
                .orElseThrow(() -> error(
                        value,
                        name + " must be one of "
                                + Stream.of(words).map(YamlEntries::spelled).collect(Collectors.joining(", "))
                                + ", not '" + text(value) + "'"));
    }

    int number(String name, int otherwise, int min, int max) {
        Node value = take(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text(value));
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw error(value, name + " must be a whole number, not '" + text(value) + "'");
        }
        throw error(value, name + " must be " + min + " to " + max + ", not " + text(value));
    }

    Set<String> words(String name, Set<String> otherwise) {
        Node value = take(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof SequenceNode list)) {
            throw error(value, name + " must be a list");
        }
        return list.getValue().stream()
                .map(item -> text(item).toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @param what the unknown name would have been */
    void refuseUnknown(String what) {
        entries.forEach((name, entry) -> {
            if (!known.contains(name)) {
                throw error(
                        entry.getKeyNode(),
                        "unknown " + what + ": '" + name + "'; known are " + String.join(", ", known));
            }
        });
    }

    private Node take(String name) {
        known.add(name);
        NodeTuple entry = entries.get(name);
        return entry == null ? null : entry.getValueNode();
    }

    private static String spelled(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw error(node, "a single word or number is expected here");
    }

    private static RulesFileException error(Node where, String problem) {
        return new RulesFileException(where.getStartMark().getLine() + 1, problem);
    }
}
