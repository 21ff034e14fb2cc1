package dev.parley.core.endpoint;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where requests are sent.
 *
 * @param allowHttp whether the URL may be plain HTTP
 * @param allowPrivate whether the host may have a private address
 */
public record Target(URI url, boolean allowHttp, boolean allowPrivate) {

    /** What is wrong with it, in one line; empty when requests can be sent. A host name is checked when it is resolved. */
    public Optional<String> problem() {
        String scheme = String.valueOf(url.getScheme());
        if (url.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            return Optional.of("url must be https://host/path, not '" + url + "'");
        }
        if (url.getUserInfo() != null || url.getFragment() != null) {
            return Optional.of("url must have neither a user nor a fragment");
        }
        if (scheme.equals("http") && !allowHttp) {
            return Optional.of("url must be https, or allow-http true");
        }
        if (!allowPrivate && isPrivate(url.getHost())) {
            return Optional.of("url names a private address; with allow-private true that is allowed");
        }
        return Optional.empty();
    }

    private static boolean isPrivate(String host) {
        boolean isLiteral = host.startsWith("[") || host.chars().allMatch(c -> c == '.' || Character.digit(c, 10) >= 0);
        try {
            return host.equalsIgnoreCase("localhost")
                    || (isLiteral && PrivateAddresses.contains(InetAddress.getByName(host)));
        } catch (UnknownHostException noAddress) {
            return true;
        }
    }
}
