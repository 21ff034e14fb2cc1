package dev.parley.gateway.transport.limits;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The origins of the web pages that may connect. Other pages are refused at the handshake as well, because browsers do not apply
 * CORS to websockets.
 *
 * @param origins empty means any
 * @param sameHost whether pages from the host that a request names are allowed too, whatever their port: the demo page is served
 *     on another port of the gateway
 */
public record CorsPolicy(Set<String> origins, boolean sameHost) {

    public CorsPolicy {
        origins = Set.copyOf(origins);
    }

    public CorsPolicy(Set<String> origins) {
        this(origins, false);
    }

    public static CorsPolicy anyOrigin() {
        return new CorsPolicy(Set.of());
    }

    /**
     * Decides whether a request may be served.
     *
     * @param origin the header of that name; {@code null}, as clients outside of browsers send none, is allowed
     * @param host the header of that name; may be {@code null}
     */
    public boolean allows(String origin, String host) {
        return origin == null || origins.isEmpty() || origins.contains(origin) || sameHost && isOf(host, origin);
    }

    /** The origin that a response names when the request's own was not read: any, or the only one that is allowed. */
    public Optional<String> presumedOrigin() {
        if (origins.isEmpty()) {
            return Optional.of("*");
        }
        return origins.stream()
                .filter(only -> origins.size() == 1 && !only.isEmpty())
                .findFirst();
    }

    private static boolean isOf(String host, String origin) {
        String page = hostIn(origin);
        return page != null && page.equalsIgnoreCase(hostIn("http://" + host));
    }

    /** {@code null} if {@code url} names no host. */
    private static String hostIn(String url) {
        try {
            return URI.create(url).getHost();
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
