package dev.parley.gateway.transport;

import java.util.Set;

/**
 * Which web pages may talk to this server. A page of another origin is refused at the handshake too, because browsers do not
 * apply CORS to websockets.
 *
 * @param origins empty means any
 */
public record CorsPolicy(Set<String> origins) {

    public CorsPolicy {
        origins = Set.copyOf(origins);
    }

    public static CorsPolicy anyOrigin() {
        return new CorsPolicy(Set.of());
    }

    /** Clients that are not browsers name no origin: {@code null} is allowed. */
    public boolean allows(String origin) {
        return origin == null || origins.isEmpty() || origins.contains(origin);
    }
}
