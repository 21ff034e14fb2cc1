package dev.parley.gateway.config;

import dev.parley.gateway.mail.MailSettings;
import dev.parley.gateway.mail.MailTemplates;
import dev.parley.gateway.mail.SmtpServer;
import dev.parley.gateway.mail.UnsubscribeTokens;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** The section {@code mail} of a settings file. Throws {@link IllegalArgumentException} that says what is wrong. */
final class MailSection {
    private static final List<String> KNOWN =
            List.of("from", "reply-to", "link", "unsubscribe", "period", "subject", "text", "html");
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final String EXAMPLE_ID = "5f1e";

    private final Map<String, String> settings;
    private final Path folder;
    private final Optional<String> unsubscribeSecret;

    private MailSection(Map<String, String> settings, Path folder, Optional<String> unsubscribeSecret) {
        this.settings = settings;
        this.folder = folder;
        this.unsubscribeSecret = unsubscribeSecret;
    }

    static MailSettings parse(
            Map<String, String> settings, SmtpServer server, Path folder, Optional<String> unsubscribeSecret) {
        for (String name : settings.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown setting mail." + name + "; known are " + String.join(", ", KNOWN));
            }
        }
        return new MailSection(settings, folder, unsubscribeSecret).parse(server);
    }

    private MailSettings parse(SmtpServer server) {
        String from = text("from").orElseThrow(() -> new IllegalArgumentException("mail.from is missing"));
        checkAddress("from", from);
        text("reply-to").ifPresent(pattern -> checkAddress("reply-to", filled(pattern)));
        text("link").ifPresent(pattern -> checkUrl("link", pattern, List.of("http", "https")));
        text("unsubscribe").ifPresent(pattern -> checkUrl("unsubscribe", pattern, List.of("http", "https", "mailto")));
        boolean hasToken = text("unsubscribe")
                .filter(pattern -> pattern.contains("{token}"))
                .isPresent();
        checkToken(hasToken);
        return new MailSettings(
                server,
                from,
                text("reply-to"),
                text("link"),
                text("unsubscribe"),
                unsubscribeSecret.filter(secret -> hasToken).map(UnsubscribeTokens::new),
                text("period").map(MailSection::period).orElse(PERIOD),
                MailTemplates.of(
                        text("subject").orElseGet(() -> MailTemplates.standard("subject")),
                        text("text").map(this::file).orElseGet(() -> MailTemplates.standard("text")),
                        text("html").map(this::file).orElseGet(() -> MailTemplates.standard("html"))));
    }

    private void checkToken(boolean hasToken) {
        if (hasToken && unsubscribeSecret.isEmpty()) {
            throw new IllegalArgumentException("mail.unsubscribe has {token}, which needs --unsubscribe-secret");
        }
        if (hasToken && !text("unsubscribe").orElseThrow().contains("{user}")) {
            throw new IllegalArgumentException("mail.unsubscribe has {token}, which needs {user} as well");
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    private String file(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("mail: the template " + name + " cannot be read");
        }
    }

    private static Duration period(String text) {
        try {
            return new DurationConverter().convert(text);
        } catch (TypeConversionException wrong) {
            throw new IllegalArgumentException("mail.period: " + wrong.getMessage());
        }
    }

    private static void checkAddress(String name, String text) {
        try {
            if (new InternetAddress(text, true).getAddress().contains("@")) {
                return;
            }
        } catch (AddressException invalid) {
            // told below
        }
        throw new IllegalArgumentException("mail." + name + " must be an address such as Shop <chat@shop.example>");
    }

    private static void checkUrl(String name, String pattern, List<String> schemes) {
        try {
            if (schemes.contains(new URI(filled(pattern)).getScheme())) {
                return;
            }
        } catch (URISyntaxException invalid) {
            // told below
        }
        throw new IllegalArgumentException("mail." + name + " must be a URL with " + String.join(" or ", schemes));
    }

    private static String filled(String pattern) {
        return pattern.replace("{chat}", EXAMPLE_ID)
                .replace("{user}", EXAMPLE_ID)
                .replace("{token}", EXAMPLE_ID);
    }
}
