package dev.parley.gateway.redis;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisClient;
import org.redisson.connection.ConnectionManager;
import org.redisson.connection.MasterSlaveEntry;

/**
 * The server that has a channel: Redisson's view of the topology, corrected by the redirects that servers answer with. Redisson
 * learns of moved slots by polling; a redirect reports them immediately. Any thread; never blocks.
 */
public final class RedisServers {
    /** Redisson has polled the topology by then. */
    private static final long REDIRECT_NANOS = Duration.ofSeconds(5).toNanos();

    private record Redirect(String host, int port, long since) {

        /** Without a look-up of names, which would block. */
        boolean isTo(InetSocketAddress server) {
            return server.getPort() == port
                    && (server.getHostString().equals(host)
                            || server.getAddress().getHostAddress().equals(host));
        }
    }

    private final ConnectionManager topology;
    private final ConcurrentMap<Integer, Redirect> redirects = new ConcurrentHashMap<>();

    public RedisServers(RedissonClient client) {
        this.topology = ((Redisson) client).getCommandExecutor().getConnectionManager();
    }

    /** The hash slot of a channel; the same for all channels when Redis is no Cluster. */
    public int slotOf(String channel) {
        return topology.calcSlot(channel);
    }

    /** The master of a slot; empty while none is known. */
    public Optional<RedisClient> masterOf(int slot) {
        return redirected(slot)
                .or(() -> Optional.ofNullable(topology.getWriteEntry(slot)))
                .map(MasterSlaveEntry::getClient);
    }

    private Optional<MasterSlaveEntry> redirected(int slot) {
        Redirect redirect = redirects.isEmpty() ? null : redirects.get(slot);
        if (redirect == null) {
            return Optional.empty();
        }
        if (System.nanoTime() - redirect.since() > REDIRECT_NANOS) {
            redirects.remove(slot, redirect);
            return Optional.empty();
        }
        return topology.getEntrySet().stream()
                .filter(entry -> redirect.isTo(entry.getClient().getAddr()))
                .findFirst();
    }

    /**
     * Follows a redirect. Returns false for any other error.
     *
     * @param error of a server, such as {@code MOVED 3999 10.0.0.7:6379}
     */
    public boolean redirect(String error) {
        String[] words = error.split(" ");
        if (words.length != 3 || !words[0].equals("MOVED")) {
            return false;
        }
        int colon = words[2].lastIndexOf(':');
        String host = words[2].substring(0, colon);
        int port = Integer.parseInt(words[2].substring(colon + 1));
        redirects.put(Integer.valueOf(words[1]), new Redirect(host, port, System.nanoTime()));
        return true;
    }
}
