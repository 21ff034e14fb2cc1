package dev.parley.gateway.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The address of Redis: one server, a Cluster (several addresses, separated by commas), or Sentinels. User name and password may be in
 * the (first) address, the number of the database in its path.
 *
 * @param nodes {@code redis://host:port} or {@code rediss://host:port}, without credentials
 * @param sentinelMaster the name Sentinel knows the master by; present means that {@code nodes} are Sentinels
 */
public record RedisAddress(
        List<String> nodes,
        Optional<String> sentinelMaster,
        Optional<String> user,
        Optional<String> password,
        int database) {
    private static final String SENTINEL = "redis+sentinel://";
    private static final int REDIS_PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    public RedisAddress {
        nodes = List.copyOf(nodes);
    }

    /** @throws IllegalArgumentException saying what is wrong, without the password */
    public static RedisAddress parse(String text) {
        return text.startsWith(SENTINEL) ? sentinels(text) : servers(text);
    }

    public boolean isCluster() {
        return sentinelMaster.isEmpty() && nodes.size() > 1;
    }

    private static RedisAddress servers(String text) {
        List<URI> uris = Arrays.stream(text.split(","))
                .map(String::trim)
                .map(RedisAddress::server)
                .toList();
        List<String> nodes = uris.stream().map(uri -> node(uri, REDIS_PORT)).toList();
        URI first = uris.get(0);
        return new RedisAddress(nodes, Optional.empty(), user(first), password(first), database(first));
    }

    private static URI server(String text) {
        if (!text.startsWith("redis://") && !text.startsWith("rediss://")) {
            throw new IllegalArgumentException("a Redis address starts with redis://, rediss:// or " + SENTINEL);
        }
        URI uri = uri(text);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("a Redis address needs a host, as in redis://host:6379");
        }
        return uri;
    }

    /** Deliberate: without the JDK's message, which contains the text and a password in it. */
    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException(
                    "a character in a Redis address must be percent-encoded, in a password for instance");
        }
    }

    private static RedisAddress sentinels(String text) {
        String[] hostsAndMaster = text.substring(SENTINEL.length()).split("/", 2);
        if (hostsAndMaster.length < 2 || hostsAndMaster[1].isBlank()) {
            throw new IllegalArgumentException(
                    "a Sentinel address ends with the master's name, as in " + SENTINEL + "host,host/mymaster");
        }
        String hosts = hostsAndMaster[0];
        String credentials = hosts.contains("@") ? hosts.substring(0, hosts.lastIndexOf('@') + 1) : "";
        URI first = server("redis://" + credentials + "host");
        List<String> nodes = Arrays.stream(hosts.substring(credentials.length()).split(","))
                .map(host -> node(server("redis://" + host.trim()), SENTINEL_PORT))
                .toList();
        return new RedisAddress(nodes, Optional.of(hostsAndMaster[1]), user(first), password(first), 0);
    }

    private static String node(URI uri, int defaultPort) {
        int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + ":" + port;
    }

    private static Optional<String> user(URI uri) {
        return credential(uri, 0).filter(user -> !user.isEmpty());
    }

    private static Optional<String> password(URI uri) {
        return credential(uri, 1);
    }

    private static Optional<String> credential(URI uri, int index) {
        return Optional.ofNullable(uri.getUserInfo())
                .map(info -> info.split(":", 2))
                .filter(parts -> parts.length > index)
                .map(parts -> parts[index]);
    }

    private static int database(URI uri) {
        String path = uri.getPath() == null ? "" : uri.getPath().replace("/", "");
        return path.isEmpty() ? 0 : Integer.parseInt(path);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return String.join(",", nodes) + sentinelMaster.map(name -> "/" + name).orElse("");
    }
}
