package dev.parley.gateway.transport.limits;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/** The host that a request is for, by its {@code Host} header or its target (RFC 9112, section 3.2). */
public final class TargetHost {
    private static final List<String> SCHEMES = List.of("http://", "https://");
    /** Beside letters and digits: what a name, an address or a port may hold. */
    private static final String PUNCTUATION = "-._~!$&'()*+,;=%:[]";

    private TargetHost() {}

    /** False for several {@code Host} headers or a malformed one, and for HTTP/1.1 without one. */
    public static boolean isValid(HttpRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        return hosts.isEmpty()
                ? request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                : hosts.size() == 1 && hosts.get(0).chars().allMatch(TargetHost::isHostCharacter);
    }

    /**
     * Replaces an absolute target, such as {@code http://host/path}, by its path and query, and the {@code Host} header by its host.
     *
     * @param request is valid
     */
    public static void resolve(HttpRequest request) {
        String target = request.uri();
        if (target.startsWith("/")) {
            return;
        }
        SCHEMES.stream()
                .filter(scheme -> target.regionMatches(true, 0, scheme, 0, scheme.length()))
                .findFirst()
                .ifPresent(scheme -> resolve(request, target.substring(scheme.length())));
    }

    private static void resolve(HttpRequest request, String hostAndPath) {
        int end = endOfHost(hostAndPath);
        String path = hostAndPath.substring(end);
        request.setUri(path.startsWith("/") ? path : "/" + path);
        request.headers().set(HttpHeaderNames.HOST, hostAndPath.substring(0, end));
    }

    private static int endOfHost(String hostAndPath) {
        int end = 0;
        while (end < hostAndPath.length() && "/?#".indexOf(hostAndPath.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static boolean isHostCharacter(int character) {
        return character >= '0' && character <= '9'
                || character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || PUNCTUATION.indexOf(character) >= 0;
    }
}
