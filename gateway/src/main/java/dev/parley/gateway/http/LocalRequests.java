package dev.parley.gateway.http;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Admits requests of programs on this machine, and of pages that nodes of this process serve to a browser on this machine. Refuses what
 * comes through a proxy, from a page of another site, or under a host name that leads here by a trick of DNS.
 */
final class LocalRequests {
    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> FORWARDING = List.of("forwarded", "x-forwarded-for", "x-real-ip", "via");

    private final Supplier<List<Integer>> ports;

    /** @param ports the HTTP ports of the nodes of this process */
    LocalRequests(Supplier<List<Integer>> ports) {
        this.ports = ports;
    }

    /** Throws {@code forbidden}. */
    void require(HttpRequest request) {
        boolean isLocal = isFromThisMachine(request)
                && request.header("host")
                        .filter(host -> isOwn("http://" + host))
                        .isPresent()
                && request.header("origin").map(this::isOwn).orElse(true)
                && request.header("sec-fetch-site").filter("cross-site"::equals).isEmpty();
        if (!isLocal) {
            throw new Rejection(
                    ErrorCode.FORBIDDEN, "only the demo page on this machine may do this, at http://localhost");
        }
    }

    /** Without forwarding headers the address is that of the connection. */
    private static boolean isFromThisMachine(HttpRequest request) {
        return FORWARDING.stream().noneMatch(header -> request.header(header).isPresent())
                && Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(request.remoteAddress()))
                        .filter(InetAddress::isLoopbackAddress)
                        .isPresent();
    }

    private boolean isOwn(String origin) {
        return ports.get().stream()
                .flatMap(port -> HOSTS.stream().map(host -> "http://" + host + ":" + port))
                .anyMatch(origin::equals);
    }
}
