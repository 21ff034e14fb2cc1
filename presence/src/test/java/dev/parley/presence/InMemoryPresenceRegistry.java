package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One node's view of a cluster that lives in this JVM, with a clock that is moved by hand. */
final class InMemoryPresenceRegistry implements PresenceRegistry {
    private final Cluster cluster;
    private final NodeId node;

    InMemoryPresenceRegistry(Cluster cluster, NodeId node) {
        this.cluster = cluster;
        this.node = node;
    }

    /** What all nodes share. */
    static final class Cluster {
        final PresenceSettings settings;
        final Map<UserId, Entry> users = new HashMap<>();
        final Map<NodeId, Instant> leases = new HashMap<>();
        final Set<NodeId> known = new HashSet<>();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        Cluster(PresenceSettings settings) {
            this.settings = settings;
        }

        synchronized void pass(Duration time) {
            now = now.plus(time);
        }

        synchronized void loseEverything() {
            users.clear();
            leases.clear();
            known.clear();
        }

        private Entry entry(UserId user) {
            return users.computeIfAbsent(user, id -> new Entry());
        }
    }

    private static final class Entry {
        final Map<NodeId, Integer> sockets = new HashMap<>();
        boolean isOnline;
        boolean isHidden;
        long version;
        Optional<Instant> active = Optional.empty();
        Instant touched = Instant.EPOCH;
        Optional<Instant> goneAt = Optional.empty();
        Duration grace = Duration.ZERO;

        void goneSince(Instant time, Duration within) {
            if (sockets.isEmpty() && goneAt.isEmpty()) {
                goneAt = Optional.of(time);
                grace = within;
            }
        }

        Optional<PresenceChange> turn(UserId user, boolean online, Instant at, Instant now) {
            if (isOnline == online) {
                return Optional.empty();
            }
            isOnline = online;
            version = nextVersion(version, now);
            active = Optional.of(at);
            return Optional.of(new PresenceChange(user, online, at, version));
        }
    }

    @Override
    public CompletionStage<Optional<PresenceChange>> report(UserId user, int sockets) {
        return report(user, sockets, cluster.settings.grace());
    }

    @Override
    public CompletionStage<Optional<PresenceChange>> handOver(UserId user) {
        return report(user, 0, cluster.settings.handOver());
    }

    private CompletionStage<Optional<PresenceChange>> report(UserId user, int sockets, Duration grace) {
        synchronized (cluster) {
            boolean forgotten = !cluster.users.containsKey(user);
            var entry = cluster.entry(user);
            cluster.leases.put(node, cluster.now.plus(cluster.settings.lease()));
            entry.touched = cluster.now;
            if (sockets > 0) {
                entry.sockets.put(node, sockets);
                entry.goneAt = Optional.empty();
                return done(entry.isHidden ? Optional.empty() : entry.turn(user, true, cluster.now, cluster.now));
            }
            if (forgotten) {
                entry.turn(user, true, cluster.now, cluster.now);
            }
            entry.sockets.remove(node);
            entry.goneSince(cluster.now, grace);
            return done(Optional.empty());
        }
    }

    @Override
    public CompletionStage<Optional<PresenceChange>> setVisible(UserId user, boolean visible) {
        synchronized (cluster) {
            var entry = cluster.entry(user);
            entry.isHidden = !visible;
            if (!visible) {
                entry.goneSince(cluster.now, cluster.settings.grace());
            }
            boolean unchanged = visible && entry.sockets.isEmpty();
            return done(unchanged ? Optional.empty() : entry.turn(user, visible, cluster.now, cluster.now));
        }
    }

    @Override
    public CompletionStage<Map<UserId, PresenceState>> query(Collection<UserId> users) {
        synchronized (cluster) {
            Map<UserId, PresenceState> states = new HashMap<>();
            users.forEach(user -> states.put(user, state(user)));
            return done(states);
        }
    }

    private PresenceState state(UserId user) {
        var entry = cluster.users.getOrDefault(user, new Entry());
        int connections = entry.sockets.entrySet().stream()
                .filter(sockets -> isAlive(sockets.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
        var active = entry.isOnline ? Optional.of(cluster.now) : entry.active;
        return new PresenceState(user, entry.isOnline, active, entry.version, connections);
    }

    private boolean isAlive(NodeId other) {
        return cluster.leases.containsKey(other) && !isOver(cluster.leases.get(other), cluster.now);
    }

    @Override
    public CompletionStage<Boolean> renewLease() {
        synchronized (cluster) {
            cluster.leases.put(node, cluster.now.plus(cluster.settings.lease()));
            return done(!cluster.known.add(node));
        }
    }

    @Override
    public CompletionStage<List<PresenceChange>> sweep() {
        synchronized (cluster) {
            List.copyOf(cluster.leases.keySet()).stream()
                    .filter(other -> !isAlive(other))
                    .forEach(this::bury);
            List<PresenceChange> changes = new ArrayList<>();
            cluster.users.forEach((user, entry) -> endGrace(user, entry).ifPresent(changes::add));
            return done(changes);
        }
    }

    private void bury(NodeId dead) {
        var leaseEnd = cluster.leases.remove(dead);
        cluster.known.remove(dead);
        for (var entry : cluster.users.values()) {
            if (entry.sockets.remove(dead) != null) {
                entry.goneSince(goneAt(leaseEnd, cluster.settings.lease(), entry.touched), cluster.settings.grace());
            }
        }
    }

    private Optional<PresenceChange> endGrace(UserId user, Entry entry) {
        var over = entry.goneAt.filter(gone -> isOver(gone.plus(entry.grace), cluster.now));
        if (over.isEmpty()) {
            return Optional.empty();
        }
        entry.goneAt = Optional.empty();
        entry.isHidden = false;
        return entry.turn(user, false, over.get(), cluster.now);
    }

    private static boolean isOver(Instant end, Instant now) {
        return !now.isBefore(end);
    }

    /**
     * When a user lost the last socket because a node died: the node's last sign of life, unless the user was heard of later,
     * through another node.
     */
    private static Instant goneAt(Instant leaseEnd, Duration lease, Instant lastReport) {
        var lastRenewal = leaseEnd.minus(lease);
        return lastReport.isAfter(lastRenewal) ? lastReport : lastRenewal;
    }

    /** Starts from the clock, so that it grows even when the cluster forgot the last one. */
    private static long nextVersion(long last, Instant now) {
        return Math.max(last + 1, now.toEpochMilli());
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedStage(value);
    }
}
