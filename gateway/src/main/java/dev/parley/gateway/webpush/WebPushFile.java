package dev.parley.gateway.webpush;

import dev.parley.core.yaml.YamlEntries;
import dev.parley.core.yaml.YamlFile;
import dev.parley.core.yaml.YamlFileException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Reads a web push file: YAML with the VAPID keys. */
public final class WebPushFile {
    /**
     * Of Chrome and other browsers with its engine, Firefox, Edge and Safari. Deliberate: users choose the endpoints, and a server of
     * theirs that hangs would hold up the reminders of others.
     */
    private static final Set<String> PUSH_SERVICES = Set.of(
            "*.googleapis.com",
            "*.google.com",
            "*.push.services.mozilla.com",
            "*.notify.windows.com",
            "*.push.apple.com");

    private static final int DAY_HOURS = 24;
    private static final int MAX_HOURS = 28 * DAY_HOURS;

    private WebPushFile() {}

    /** Throws {@link YamlFileException}, and nothing else, for what is not valid. */
    public static void check(String yaml) {
        parse(yaml);
    }

    static WebPushSettings parse(String yaml) {
        YamlEntries file = YamlFile.entries(yaml, "the web push file")
                .orElseThrow(() -> new YamlFileException(1, "the file is empty; parley web-push-keys prints one"));
        WebPushSettings settings = new WebPushSettings(
                subject(file),
                keys(file),
                file.flag("show-content", true),
                Duration.ofHours(file.number("keep-hours", DAY_HOURS, 0, MAX_HOURS)),
                List.copyOf(file.words("hosts", PUSH_SERVICES)),
                file.flag("allow-http", false),
                file.flag("allow-private", false));
        file.refuseUnknown("setting");
        return settings;
    }

    private static String subject(YamlEntries file) {
        String subject = file.text("subject", "");
        if (!subject.matches("mailto:\\S+@\\S+|https://\\S+")) {
            throw file.errorAt("subject", "subject must be mailto:ADDRESS or an https URL");
        }
        return subject;
    }

    private static VapidKeys keys(YamlEntries file) {
        String publicKey = file.text("public-key", "");
        String privateKey = file.text("private-key", "");
        try {
            return VapidKeys.parse(publicKey, privateKey);
        } catch (IllegalArgumentException wrong) {
            throw file.errorAt(
                    "public-key", "public-key and private-key must be a VAPID key pair: " + wrong.getMessage());
        }
    }
}
