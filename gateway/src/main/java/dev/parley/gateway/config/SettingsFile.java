package dev.parley.gateway.config;

import dev.parley.core.mongo.FieldAliases;
import dev.parley.core.yaml.YamlEntries;
import dev.parley.core.yaml.YamlFile;
import dev.parley.core.yaml.YamlFileException;
import dev.parley.gateway.mail.MailSettings;
import dev.parley.gateway.mail.SmtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The YAML file of {@code --settings}. Throws {@link InvalidConfigException} that names the file and what is wrong in it. */
final class SettingsFile {
    private SettingsFile() {}

    static FieldAliases aliases(Path file) {
        return read(file, SettingsFile::aliases).orElse(FieldAliases.NONE);
    }

    /** What is under {@code mail}, with relative names of templates resolved against the folder of the file. */
    static MailSettings mail(Path file, SmtpServer server) {
        Path folder = file.toAbsolutePath().getParent();
        return read(file, settings -> MailSection.parse(mail(settings), server, folder))
                .orElseThrow(() -> new InvalidConfigException("--settings " + file + ": mail.from is missing"));
    }

    private static <T> Optional<T> read(Path file, Function<YamlEntries, T> section) {
        try {
            return YamlFile.entries(Files.readString(file), "the settings file").map(section);
        } catch (YamlFileException | IllegalArgumentException wrong) {
            throw new InvalidConfigException("--settings " + file + ": " + wrong.getMessage());
        } catch (IOException unreadable) {
            throw new InvalidConfigException("--settings " + file + " cannot be read");
        }
    }

    private static Map<String, String> mail(YamlEntries file) {
        aliases(file);
        return texts(file);
    }

    private static Map<String, String> texts(YamlEntries file) {
        return file.settings("mail", Map.of(), (entries, none) -> {
            Map<String, String> texts = new LinkedHashMap<>();
            entries.names().forEach(name -> texts.put(name, entries.text(name, "")));
            return texts;
        });
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
        texts(file);
        file.refuseUnknown("setting");
        return aliases;
    }

    private static Map<String, List<String>> fields(YamlEntries aliases, Map<String, List<String>> none) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        aliases.names().forEach(alias -> fields.put(alias, aliases.textOrTexts(alias)));
        return fields;
    }
}
