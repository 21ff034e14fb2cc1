package dev.parley.gateway.cluster;

import dev.parley.gateway.socketio.EncodedPacket;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves delivery. Each node publishes a canary a second on the channel of the namespace, as a broadcast to a room that no socket can
 * join, and receives those of all nodes, its own among them. A node that does not receive its own canaries, or those that a peer has
 * proved to publish, renews its subscriptions, and is not healthy until it receives them again. Any thread.
 */
public final class Canary {
    static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(Canary.class);
    private static final int RENEW_AFTER = 5;
    private static final int UNHEALTHY_AFTER = 7;
    /** Peers that are not in the directory, such as those of another installation, are forgotten beyond this number. */
    private static final int MAX_PEERS = 500;

    private final String self;
    private final Clock clock;
    private final MeterRegistry registry;
    private final Runnable renewSubscriptions;
    private final ConcurrentMap<String, SilentPeers.Heard> heard = new ConcurrentHashMap<>();
    /** By node in seconds; includes the difference of the two nodes' clocks. */
    private final ConcurrentMap<String, Double> measured = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, Gauge> latencies = new ConcurrentHashMap<>();
    /** The number that each peer had published when the directory was last read. */
    private Map<String, Long> published = Map.of();
    /** The number that each peer had published when this node saw it first. Nothing is known of a peer that stays there. */
    private final Map<String, Long> first = new HashMap<>();

    private final AtomicInteger publishedUnheard = new AtomicInteger();
    private final SilentPeers silentPeers;
    private volatile Consumer<Instant> messagesMissing = since -> {};
    private volatile long number;
    private volatile boolean deafToPeer;

    Canary(String self, Clock clock, MeterRegistry registry, Runnable renewSubscriptions) {
        this.self = self;
        this.clock = clock;
        this.registry = registry;
        this.renewSubscriptions = renewSubscriptions;
        this.silentPeers = new SilentPeers(self);
    }

    /** @param listener is told when a peer has been killed or cut off, and since when messages that it acknowledged may be missing */
    public void onSilentPeer(Consumer<Instant> listener) {
        messagesMissing = listener;
    }

    /** The next canary of this node, to be published now. */
    CanaryMessage next() {
        if (publishedUnheard.get() >= RENEW_AFTER) {
            publishedUnheard.set(0);
            log.warn("This node has not received its last {} canaries; its subscriptions are renewed", RENEW_AFTER);
            renewSubscriptions.run();
        }
        silentPeers.check(heard).ifPresent(messagesMissing);
        number++;
        return new CanaryMessage(self, number, clock.millis());
    }

    /** Tells the peers that this node stops, and that nothing of it will be missing. */
    CanaryMessage last() {
        return new CanaryMessage(self, CanaryMessage.LAST, clock.millis());
    }

    /** Redis has taken a canary of this node. */
    void published() {
        publishedUnheard.incrementAndGet();
    }

    /** Canaries of this node since the last that it received. */
    private long unheard() {
        return number - lastHeardOf(self);
    }

    private long lastHeardOf(String node) {
        SilentPeers.Heard last = heard.get(node);
        return last == null ? 0 : last.number();
    }

    /** A canary has arrived. */
    void heard(EncodedPacket packet) {
        CanaryMessage.read(packet).ifPresent(canary -> {
            if (canary.node().equals(self)) {
                publishedUnheard.set(0);
            }
            if (heard.size() >= MAX_PEERS && !heard.containsKey(canary.node())) {
                return;
            }
            if (canary.number() == CanaryMessage.LAST) {
                heard.remove(canary.node());
                return;
            }
            measured.put(canary.node(), (clock.millis() - canary.sentAt()) / 1000.0);
            heard.put(canary.node(), new SilentPeers.Heard(canary.number(), clock.instant()));
            latencies.computeIfAbsent(canary.node(), this::gauge);
        });
    }

    private Gauge gauge(String node) {
        return Gauge.builder("parley.canary.latency", measured, all -> all.getOrDefault(node, Double.NaN))
                .description("Time from a node's publishing to this node's hearing, by the clocks of both")
                .baseUnit("seconds")
                .tag("peer", node)
                .register(registry);
    }

    /** The number of this node's last canary that came back, which proves that it was published. */
    public long lastProved() {
        return lastHeardOf(self);
    }

    /**
     * Compares the canaries received with those that the live nodes have proved to publish. Called every few seconds.
     *
     * @param proved by node; a node that has died is in it until its lease ends, and proves nothing more
     */
    public synchronized void compare(Map<String, Long> proved) {
        List<String> unheard = published.entrySet().stream()
                .filter(peer -> proved.containsKey(peer.getKey()))
                .filter(peer -> isMissing(peer.getKey(), peer.getValue(), proved.get(peer.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        forgetAllBut(proved);
        proved.forEach(first::putIfAbsent);
        published = Map.copyOf(proved);
        deafToPeer = deafToPeer && !unheard.isEmpty();
        if (!unheard.isEmpty()) {
            log.warn("This node does not receive the canaries of {}; its subscriptions are renewed", unheard);
            renewSubscriptions.run();
            deafToPeer = true;
        }
    }

    /**
     * A peer that has restarted with the same id counts from 1 again. One that was killed before this node started is in the
     * directory until its lease ends, and has published nothing since.
     */
    private boolean isMissing(String peer, long before, long now) {
        boolean hasPublished = now > before || now == before && before > first.get(peer);
        return !peer.equals(self) && hasPublished && before > 0 && lastHeardOf(peer) < before;
    }

    private void forgetAllBut(Map<String, Long> proved) {
        heard.keySet().removeIf(node -> !node.equals(self) && !proved.containsKey(node));
        first.keySet().retainAll(proved.keySet());
        measured.keySet().retainAll(heard.keySet());
        latencies.entrySet().removeIf(gauge -> {
            boolean isGone = !heard.containsKey(gauge.getKey());
            if (isGone) {
                registry.remove(gauge.getValue());
            }
            return isGone;
        });
    }

    /** Whether this node receives its own canaries, and those of every peer that has proved to publish. */
    boolean isHealthy() {
        return unheard() < UNHEALTHY_AFTER && !deafToPeer;
    }
}
