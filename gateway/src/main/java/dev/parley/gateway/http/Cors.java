package dev.parley.gateway.http;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which web pages may read the API. Without credentials: a page sends its token itself.
 *
 * @param origins such as {@code https://app.example}; {@code *} for any
 */
public record Cors(List<String> origins) {

    public Cors {
        origins = List.copyOf(origins);
    }

    HttpReply preflight(HttpCall call, Collection<String> methods) {
        String allowed = String.join(", ", methods);
        HttpReply reply = HttpReply.empty(204).with(Map.of("Allow", allowed));
        return allowedOrigin(call).isEmpty()
                ? reply
                : reply.with(Map.of(
                        "Access-Control-Allow-Methods", allowed,
                        "Access-Control-Allow-Headers", "Authorization, Content-Type",
                        "Access-Control-Max-Age", "600"));
    }

    Map<String, String> headersFor(HttpCall call) {
        return allowedOrigin(call)
                .map(origin -> Map.of(
                        "Access-Control-Allow-Origin", origin,
                        "Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate",
                        "Vary", "Origin"))
                .orElse(Map.of("Vary", "Origin"));
    }

    private Optional<String> allowedOrigin(HttpCall call) {
        return call.header("origin").filter(origin -> origins.contains("*") || origins.contains(origin));
    }
}
