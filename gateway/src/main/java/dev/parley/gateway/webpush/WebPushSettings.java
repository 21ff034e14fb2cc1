package dev.parley.gateway.webpush;

import dev.parley.core.endpoint.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A version of the web push file.
 *
 * @param subject {@code mailto:} or {@code https:} address at which push services reach the operator
 * @param showContent whether a push holds the text of the message
 * @param timeToLive how long a push service keeps a push for a browser that is offline
 * @param hosts of the push services that are used, such as {@code *.push.apple.com}; {@code *} for all
 */
record WebPushSettings(
        String subject,
        VapidKeys keys,
        boolean showContent,
        Duration timeToLive,
        List<String> hosts,
        boolean allowHttp,
        boolean allowPrivate) {
    private static final int MAX_ENDPOINT = 2_048;

    /** Throws {@link IllegalArgumentException} that says what is wrong with the endpoint. */
    Target target(String endpoint) {
        if (endpoint.length() > MAX_ENDPOINT) {
            throw new IllegalArgumentException("endpoint must be at most " + MAX_ENDPOINT + " characters");
        }
        Target target = new Target(uri(endpoint), allowHttp, allowPrivate);
        problem(target).ifPresent(problem -> {
            throw new IllegalArgumentException("endpoint must be the https URL of a push service: " + problem);
        });
        return target;
    }

    private Optional<String> problem(Target target) {
        return target.problem()
                .or(() -> isKnown(target.url().getHost().toLowerCase(Locale.ROOT))
                        ? Optional.empty()
                        : Optional.of("its host is not one of the setting hosts"));
    }

    private boolean isKnown(String host) {
        return hosts.stream()
                .anyMatch(known -> known.startsWith("*") ? host.endsWith(known.substring(1)) : host.equals(known));
    }

    private static URI uri(String endpoint) {
        try {
            return new URI(endpoint);
        } catch (URISyntaxException noUri) {
            throw new IllegalArgumentException("endpoint must be the https URL of a push service", noUri);
        }
    }
}
