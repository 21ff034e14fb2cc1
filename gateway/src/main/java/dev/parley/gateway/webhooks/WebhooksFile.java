package dev.parley.gateway.webhooks;

import dev.parley.core.endpoint.EndpointSettings;
import dev.parley.core.outbox.EventType;
import dev.parley.core.yaml.YamlEntries;
import dev.parley.core.yaml.YamlFile;
import dev.parley.core.yaml.YamlFileException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a webhooks file: YAML, one entry per endpoint under its name. */
public final class WebhooksFile {
    private static final int MAX_ENDPOINTS = 50;

    private WebhooksFile() {}

    /** Throws {@link YamlFileException}, and nothing else, for what is not valid. */
    public static void check(String yaml) {
        parse(yaml);
    }

    static Map<String, WebhookEndpoint> parse(String yaml) {
        Map<String, WebhookEndpoint> endpoints = new LinkedHashMap<>();
        Optional<YamlEntries> file = YamlFile.entries(yaml, "the webhooks file");
        file.ifPresent(entries -> entries.names().forEach(name -> endpoints.put(name, endpoint(entries, name))));
        if (endpoints.size() > MAX_ENDPOINTS) {
            throw new YamlFileException(1, "at most " + MAX_ENDPOINTS + " endpoints");
        }
        return endpoints;
    }

    private static WebhookEndpoint endpoint(YamlEntries file, String name) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw file.errorAt(
                    name, "an endpoint's name is 1 to 40 lower-case letters, digits and dashes, not '" + name + "'");
        }
        return file.<WebhookEndpoint>settings(name, null, (settings, none) -> endpoint(name, settings));
    }

    private static WebhookEndpoint endpoint(String name, YamlEntries settings) {
        return new WebhookEndpoint(
                name,
                EndpointSettings.target(settings, true).orElseThrow(),
                EndpointSettings.secrets(settings, true),
                events(settings),
                settings.texts("contexts", List.of()),
                Duration.ofMillis(settings.number("timeout-ms", 10_000, 100, 60_000)),
                settings.number("concurrency", 8, 1, 64),
                Duration.ofMinutes(settings.number("pause-after-minutes", 1_440, 1, 10_080)));
    }

    private static Set<EventType> events(YamlEntries settings) {
        Set<EventType> events = EnumSet.noneOf(EventType.class);
        for (String word : settings.words("events", Set.of())) {
            events.add(EventType.of(word)
                    .orElseThrow(() -> settings.errorAt(
                            "events",
                            "unknown event '" + word + "'; known are "
                                    + Stream.of(EventType.values())
                                            .map(EventType::word)
                                            .collect(Collectors.joining(", ")))));
        }
        return events.isEmpty() ? EnumSet.allOf(EventType.class) : events;
    }
}
