package dev.parley.core.yaml;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
public final class YamlEntries {
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();
    private final Node mapping;

    private YamlEntries(Node mapping) {
        this.mapping = mapping;
    }

    /** @param what the mapping is, for the error message */
    public static YamlEntries of(Node node, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw error(node, what + " must be names with values");
        }
        YamlEntries read = new YamlEntries(mapping);
        for (NodeTuple entry : mapping.getValue()) {
            if (read.entries.put(text(entry.getKeyNode()), entry) != null) {
                throw error(entry.getKeyNode(), "'" + text(entry.getKeyNode()) + "' is there twice");
            }
        }
        return read;
    }

    /** The settings of this name as {@code reader} reads them, or the default where the file is silent. */
    public <R> R settings(String name, R otherwise, BiFunction<YamlEntries, R, R> reader) {
        Node value = take(name);
        if (value == null) {
            return otherwise;
        }
        YamlEntries entries = of(value, "'" + name + "'");
        R settings = reader.apply(entries, otherwise);
        entries.refuseUnknown("setting of '" + name + "'");
        return settings;
    }

    /** The names of the mapping, in the order of the file. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** An error at the value of this name, or at the mapping where the name is missing. */
    public YamlFileException errorAt(String name, String problem) {
        NodeTuple entry = entries.get(name);
        return error(entry == null ? mapping : entry.getValueNode(), problem);
    }

    /** The text as it is written, or the default where the file is silent. */
    public String text(String name, String otherwise) {
        Node value = take(name);
        return value == null ? otherwise : text(value);
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean otherwise) {
        String text = text(name, Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            throw errorAt(name, name + " must be true or false, not '" + text + "'");
        }
        return text.equals("true");
    }

    /** Deliberate: scalars are read as they are written, so {@code mode: off} is the word and not YAML's false. */
    public <E extends Enum<E>> E word(String name, E otherwise) {
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

    public int number(String name, int otherwise, int min, int max) {
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

    /** A list of words, in lower case. */
    public Set<String> words(String name, Set<String> otherwise) {
        return texts(name, List.copyOf(otherwise)).stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A list of texts as they are written. */
    public List<String> texts(String name, List<String> otherwise) {
        Node value = take(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof SequenceNode list)) {
            throw error(value, name + " must be a list");
        }
        return list.getValue().stream().map(YamlEntries::text).toList();
    }

    /** One text, or a list of them. */
    public List<String> textOrTexts(String name) {
        NodeTuple entry = entries.get(name);
        return entry != null && entry.getValueNode() instanceof ScalarNode
                ? List.of(text(name, ""))
                : texts(name, List.of());
    }

    /** @param what the unknown name would have been */
    public void refuseUnknown(String what) {
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

    private static YamlFileException error(Node where, String problem) {
        return new YamlFileException(where.getStartMark().getLine() + 1, problem);
    }
}
