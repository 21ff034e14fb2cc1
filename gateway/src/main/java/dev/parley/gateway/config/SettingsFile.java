package dev.parley.gateway.config;

import dev.parley.core.mongo.FieldAliases;
import dev.parley.core.yaml.YamlEntries;
import dev.parley.core.yaml.YamlFile;
import dev.parley.core.yaml.YamlFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The YAML file of {@code --settings}. Throws {@link InvalidConfigException} that names the file and what is wrong in it. */
final class SettingsFile {
    private SettingsFile() {}

    static FieldAliases aliases(Path file) {
        try {
            return YamlFile.entries(Files.readString(file), "the settings file")
                    .map(SettingsFile::aliases)
                    .orElse(FieldAliases.NONE);
        } catch (YamlFileException | IllegalArgumentException wrong) {
            throw new InvalidConfigException("--settings " + file + ": " + wrong.getMessage());
        } catch (IOException unreadable) {
            throw new InvalidConfigException("--settings " + file + " cannot be read");
        }
    }

    private static FieldAliases aliases(YamlEntries file) {
        FieldAliases aliases = file.settings("aliases", FieldAliases.NONE, (collections, none) -> {
            Map<String, Map<String, List<String>>> byCollection = new LinkedHashMap<>();
            collections
                    .names()
                    .forEach(
                            name -> byCollection.put(name, collections.settings(name, Map.of(), SettingsFile::fields)));
            return new FieldAliases(byCollection);
        });
        file.refuseUnknown("setting");
        return aliases;
    }

    private static Map<String, List<String>> fields(YamlEntries aliases, Map<String, List<String>> none) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        aliases.names().forEach(alias -> fields.put(alias, aliases.textOrTexts(alias)));
        return fields;
    }
}
