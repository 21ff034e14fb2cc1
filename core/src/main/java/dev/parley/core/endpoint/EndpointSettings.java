package dev.parley.core.endpoint;

import dev.parley.core.yaml.YamlEntries;
import dev.parley.core.yaml.YamlFileException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The settings {@code url}, {@code allow-http}, {@code allow-private} and {@code secrets} of an endpoint in an operator's file. */
public final class EndpointSettings {
    private static final int MAX_SECRETS = 5;

    private EndpointSettings() {}

    /**
     * Throws {@link YamlFileException} for a URL that requests must not be sent to.
     *
     * @param isRequired whether there must be one
     */
    public static Optional<Target> target(YamlEntries settings, boolean isRequired) {
        String url = settings.text("url", "");
        boolean allowHttp = settings.flag("allow-http", false);
        boolean allowPrivate = settings.flag("allow-private", false);
        if (url.isEmpty() && !isRequired) {
            return Optional.empty();
        }
        Target target = new Target(uri(settings, url), allowHttp, allowPrivate);
        target.problem().ifPresent(problem -> {
            throw settings.errorAt("url", problem);
        });
        return Optional.of(target);
    }

    /** Decoded. Throws {@link YamlFileException} for what is no secret, without showing it. */
    public static List<byte[]> secrets(YamlEntries settings, boolean isRequired) {
        List<String> texts = settings.texts("secrets", List.of());
        if (texts.size() > MAX_SECRETS || (isRequired && texts.isEmpty())) {
            throw settings.errorAt(
                    "secrets", "secrets must list 1 to " + MAX_SECRETS + " secrets, the current one first");
        }
        try {
            return texts.stream().map(Signature::secret).toList();
        } catch (IllegalArgumentException wrong) {
            throw settings.errorAt("secrets", wrong.getMessage());
        }
    }

    private static URI uri(YamlEntries settings, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException noUri) {
            throw settings.errorAt("url", "url must be https://host/path, not '" + text + "'");
        }
    }
}
