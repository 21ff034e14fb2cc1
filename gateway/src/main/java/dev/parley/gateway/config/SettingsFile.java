package dev.parley.gateway.config;

import dev.parley.core.mongo.FieldAliases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** The YAML file of {@code --settings}. Throws {@link InvalidConfigException} that names the file and what is wrong in it. */
final class SettingsFile {
    private static final String ALIASES = "aliases";

    private SettingsFile() {}

    static FieldAliases aliases(Path file) {
        try {
            Map<?, ?> settings = map("the file", parsed(Files.readString(file)));
            for (Object name : settings.keySet()) {
                if (!ALIASES.equals(name)) {
                    throw new IllegalArgumentException("unknown setting " + name + "; known is " + ALIASES);
                }
            }
            return new FieldAliases(byCollection(map(ALIASES, settings.get(ALIASES))));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidConfigException("--settings " + file + ": " + wrong.getMessage());
        } catch (IOException unreadable) {
            throw new InvalidConfigException("--settings " + file + " cannot be read");
        }
    }

    private static Object parsed(String text) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        } catch (MarkedYAMLException wrong) {
            throw new IllegalArgumentException(
                    "line " + (wrong.getProblemMark().getLine() + 1) + ": " + wrong.getProblem());
        } catch (YAMLException wrong) {
            throw new IllegalArgumentException("is no YAML");
        }
    }

    private static Map<String, Map<String, List<String>>> byCollection(Map<?, ?> collections) {
        Map<String, Map<String, List<String>>> aliases = new LinkedHashMap<>();
        collections.forEach((name, entries) ->
                aliases.put(String.valueOf(name), aliasesOf(ALIASES + "." + name, map(ALIASES + "." + name, entries))));
        return aliases;
    }

    private static Map<String, List<String>> aliasesOf(String where, Map<?, ?> entries) {
        Map<String, List<String>> aliases = new LinkedHashMap<>();
        entries.forEach((alias, field) -> aliases.put(String.valueOf(alias), fields(where + "." + alias, field)));
        return aliases;
    }

    private static List<String> fields(String where, Object value) {
        if (value instanceof String field) {
            return List.of(field);
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new IllegalArgumentException(where + " must be a field of Parley's or a list of them");
    }

    private static Map<?, ?> map(String where, Object value) {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(where + " must have entries");
    }
}
