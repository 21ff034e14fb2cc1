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

/**
 * The YAML file of {@code --settings}. Throws {@link InvalidConfigException} that names the file and what is wrong in it.
 *
 * @param mail what is under {@code mail}, by name; not yet checked
 */
record SettingsFile(Path file, FieldAliases aliases, Map<String, String> mail) {

    static SettingsFile read(Path file) {
        try {
            return YamlFile.entries(Files.readString(file), "the settings file")
                    .map(entries -> parse(file, entries))
                    .orElseGet(() -> new SettingsFile(file, FieldAliases.NONE, Map.of()));
        } catch (YamlFileException | IllegalArgumentException wrong) {
            throw invalid(file, wrong);
        } catch (IOException unreadable) {
            throw new InvalidConfigException("--settings " + file + " cannot be read");
        }
    }

    /** Relative names of templates are resolved against the folder of the file. */
    MailSettings mail(SmtpServer server, Optional<String> unsubscribeSecret) {
        try {
            return MailSection.parse(mail, server, file.toAbsolutePath().getParent(), unsubscribeSecret);
        } catch (IllegalArgumentException wrong) {
            throw invalid(file, wrong);
        }
    }

    private static SettingsFile parse(Path file, YamlEntries entries) {
        FieldAliases aliases = aliases(entries);
        Map<String, String> mail = mail(entries);
        entries.refuseUnknown("setting");
        return new SettingsFile(file, aliases, mail);
    }

    private static Map<String, String> mail(YamlEntries file) {
        return file.settings("mail", Map.of(), (entries, none) -> {
            Map<String, String> texts = new LinkedHashMap<>();
            entries.names().forEach(name -> texts.put(name, entries.text(name, "")));
            return texts;
        });
    }

    private static FieldAliases aliases(YamlEntries file) {
        return file.settings("aliases", FieldAliases.NONE, (collections, none) -> {
            Map<String, Map<String, List<String>>> byCollection = new LinkedHashMap<>();
            collections
                    .names()
                    .forEach(
                            name -> byCollection.put(name, collections.settings(name, Map.of(), SettingsFile::fields)));
            return new FieldAliases(byCollection);
        });
    }

    private static Map<String, List<String>> fields(YamlEntries aliases, Map<String, List<String>> none) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        aliases.names().forEach(alias -> fields.put(alias, aliases.textOrTexts(alias)));
        return fields;
    }

    private static InvalidConfigException invalid(Path file, Exception wrong) {
        return new InvalidConfigException("--settings " + file + ": " + wrong.getMessage());
    }
}
