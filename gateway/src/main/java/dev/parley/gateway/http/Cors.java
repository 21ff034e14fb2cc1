package dev.parley.gateway.http;

import dev.parley.gateway.transport.CorsPolicy;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Lets web pages of the allowed origins read the API. Without credentials: a page sends its token itself. */
final class Cors {
    private final CorsPolicy policy;

    Cors(CorsPolicy policy) {
        this.policy = policy;
    }

    HttpReply preflight(HttpCall call, Collection<String> methods) {
        String allowed = String.join(", ", methods);
        HttpReply reply = HttpReply.empty(204).with(Map.of("Allow", allowed));
        return allowedOrigin(call).isEmpty()
                ? reply
                : reply.with(Map.of(
                        "Access-Control-Allow-Methods", allowed,
                        "Access-Control-Allow-Headers", "Authorization, Content-Type, X-Request-Id",
                        "Access-Control-Max-Age", "600"));
    }

    Map<String, String> headersFor(HttpCall call) {
        return allowedOrigin(call)
                .map(origin -> Map.of(
                        "Access-Control-Allow-Origin", origin,
                        "Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate, X-Request-Id",
                        "Vary", "Origin"))
                .orElse(Map.of("Vary", "Origin"));
    }

    private Optional<String> allowedOrigin(HttpCall call) {
        return call.header("origin")
                .filter(origin -> policy.allows(origin, call.header("host").orElse(null)));
    }
}
