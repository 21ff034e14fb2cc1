package dev.parley.gateway.http;

import dev.parley.gateway.transport.limits.CorsPolicy;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Lets web pages of the allowed origins call the API, without cookies. */
final class Cors {
    private final CorsPolicy policy;

    Cors(CorsPolicy policy) {
        this.policy = policy;
    }

    Response<byte[]> preflight(HttpRequest request, Collection<String> methods) {
        String allowed = String.join(", ", methods);
        Response<byte[]> response = Response.<byte[]>empty(204).with(Map.of("Allow", allowed));
        return allowedOrigin(request).isEmpty()
                ? response
                : response.with(Map.of(
                        "Access-Control-Allow-Methods", allowed,
                        "Access-Control-Allow-Headers", "Authorization, Content-Type, X-Request-Id",
                        "Access-Control-Max-Age", "600"));
    }

    Map<String, String> headersFor(HttpRequest request) {
        return headers(allowedOrigin(request));
    }

    /** For a request whose origin may not have been read. */
    Map<String, String> headersForRefused(HttpRequest request) {
        return request.header("origin").isPresent() ? headersFor(request) : headers(policy.presumedOrigin());
    }

    private static Map<String, String> headers(Optional<String> allowedOrigin) {
        return allowedOrigin
                .map(origin -> Map.of(
                        "Access-Control-Allow-Origin", origin,
                        "Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate, X-Request-Id",
                        "Vary", "Origin"))
                .orElse(Map.of("Vary", "Origin"));
    }

    private Optional<String> allowedOrigin(HttpRequest request) {
        return request.header("origin")
                .filter(origin -> policy.allows(origin, request.header("host").orElse(null)));
    }
}
