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
    private long registered;

    InMemoryPresenceRegistry(Cluster cluster, NodeId node) {
        this.cluster = cluster;
        this.node = node;
    }

    /** What all nodes share. */
    static final class Cluster {
        final PresenceSettings settings;
        private static final Duration RESTORATION = Duration.ofMinutes(1);

        final Map<UserId, Entry> users = new HashMap<>();
        /** Of whom a reader was or may have been told offline while nodes had yet to report. */
        final Set<UserId> toldOffline = new HashSet<>();

        final Map<NodeId, Instant> leases = new HashMap<>();
        final Map<NodeId, Long> registrations = new HashMap<>();
        private long lastRegistration;
        private Optional<Instant> seen = Optional.empty();
        private Instant quietUntil = Instant.MIN;
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private Instant created = now;

        Cluster(PresenceSettings settings) {
            this.settings = settings;
        }

        synchronized void pass(Duration time) {
            now = now.plus(time);
        }

        synchronized void loseEverything() {
            created = now;
            users.clear();
            toldOffline.clear();
            leases.clear();
            registrations.clear();
            seen = Optional.empty();
        }

        private Entry entry(UserId user) {
            return users.computeIfAbsent(user, id -> new Entry());
        }

        private void heartbeat() {
            if (wasInterrupted()) {
                quietUntil = now.plus(settings.lease());
            }
            seen = Optional.of(now);
        }

        private boolean wasInterrupted() {
            var longest = settings.lease().dividedBy(2);
            return seen.filter(at -> Duration.between(at, now).compareTo(longest) > 0)
                    .isPresent();
        }

        private boolean isRestoring() {
            return now.isBefore(created.plus(RESTORATION));
        }

        private boolean isQuiet() {
            return wasInterrupted() || now.isBefore(quietUntil);
        }
    }

    static final class Entry {
        final Map<NodeId, Integer> sockets = new HashMap<>();
        boolean isOnline;
        Optional<Visibility> choice = Optional.empty();
        long version;
        Optional<Instant> active = Optional.empty();
        Optional<Instant> goneAt = Optional.empty();
        Duration grace = Duration.ZERO;
        String changedBy = "";

        boolean isHidden() {
            return choice.filter(made -> !made.visible()).isPresent();
        }

        void goneSince(Instant time, Duration within) {
            if (sockets.isEmpty() && goneAt.isEmpty()) {
                goneAt = Optional.of(time);
                grace = within;
            }
        }

        boolean setOnline(boolean online, Instant at, Instant now, String step) {
            if (isOnline == online) {
                return !step.isEmpty() && changedBy.equals(step);
            }
            isOnline = online;
            version = Math.max(version + 1, now.toEpochMilli());
            active = Optional.of(at);
            changedBy = step;
            return true;
        }

        PresenceChange change(UserId user) {
            return new PresenceChange(user, isOnline, active.orElseThrow(), version);
        }

        StepResult result(UserId user, int before, boolean changed) {
            return new StepResult(
                    new AnnouncedStatus(isOnline, version),
                    changed ? Optional.of(change(user)) : Optional.empty(),
                    before,
                    choice);
        }
    }

    @Override
    public CompletionStage<StepResult> report(PresenceReport report) {
        synchronized (cluster) {
            register();
            var user = report.user();
            boolean isNew = !cluster.users.containsKey(user);
            var entry = cluster.entry(user);
            int before = entry.sockets.getOrDefault(node, 0);
            if (report.known().version() > entry.version) {
                entry.isOnline = report.known().isOnline();
                if (!cluster.isRestoring()) {
                    cluster.toldOffline.add(user);
                }
                entry.version = report.known().version();
                isNew = false;
            }
            if (report.sockets() > 0) {
                entry.sockets.put(node, report.sockets());
                entry.active = Optional.of(cluster.now);
                entry.goneAt = Optional.empty();
                entry.isOnline = entry.isOnline && !cluster.toldOffline.remove(user);
                boolean changed =
                        !entry.isHidden() && entry.setOnline(true, cluster.now, cluster.now, stepId(report.step()));
                return done(entry.result(user, before, changed));
            }
            entry.sockets.remove(node);
            if (isNew) {
                cluster.users.remove(user);
            } else {
                entry.active = Optional.of(cluster.now);
                entry.goneSince(cluster.now, report.grace());
            }
            return done(entry.result(user, before, false));
        }
    }

    @Override
    public CompletionStage<StepResult> setVisible(UserId user, Visibility choice, long step) {
        synchronized (cluster) {
            register();
            var entry = cluster.entry(user);
            int before = entry.sockets.getOrDefault(node, 0);
            long last = entry.choice.map(Visibility::chosenAt).orElse(0L);
            long chosenAt = choice.chosenAt() == 0 ? Math.max(last + 1, cluster.now.toEpochMilli()) : choice.chosenAt();
            if (chosenAt < last) {
                return done(entry.result(user, before, false));
            }
            entry.choice = Optional.of(new Visibility(choice.visible(), chosenAt));
            entry.goneSince(cluster.now, cluster.settings.grace());
            boolean online = choice.visible() && (entry.isOnline || !entry.sockets.isEmpty());
            return done(entry.result(user, before, entry.setOnline(online, cluster.now, cluster.now, stepId(step))));
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
        if (cluster.isRestoring() && !cluster.users.containsKey(user)) {
            cluster.toldOffline.add(user);
        }
        var entry = cluster.users.getOrDefault(user, new Entry());
        int connections = entry.sockets.entrySet().stream()
                .filter(sockets -> cluster.isQuiet() || isAlive(sockets.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
        var active = entry.isOnline ? Optional.of(cluster.now) : entry.active;
        return new PresenceState(user, entry.isOnline, active, entry.version, connections);
    }

    private boolean isAlive(NodeId other) {
        return cluster.leases.containsKey(other) && cluster.now.isBefore(cluster.leases.get(other));
    }

    @Override
    public CompletionStage<Boolean> renewLease() {
        synchronized (cluster) {
            cluster.heartbeat();
            cluster.leases.put(node, cluster.now.plus(cluster.settings.lease()));
            long before = registered;
            registered = cluster.registrations.computeIfAbsent(node, id -> ++cluster.lastRegistration);
            if (before > 0 && before != registered) {
                cluster.quietUntil = cluster.now.plus(cluster.settings.lease());
            }
            return done(before == registered);
        }
    }

    /** As the first renewal, without taking note of it. */
    private void register() {
        if (cluster.registrations.putIfAbsent(node, cluster.lastRegistration + 1) == null) {
            cluster.lastRegistration++;
            cluster.leases.put(node, cluster.now.plus(cluster.settings.lease()));
            cluster.heartbeat();
        }
    }

    @Override
    public CompletionStage<List<PresenceChange>> sweep() {
        synchronized (cluster) {
            cluster.heartbeat();
            if (!isAlive(node) || cluster.isQuiet()) {
                return done(List.of());
            }
            List.copyOf(cluster.leases.keySet()).stream()
                    .filter(other -> !isAlive(other))
                    .forEach(this::bury);
            List<PresenceChange> changes = new ArrayList<>();
            cluster.users.forEach((user, entry) -> endGrace(user, entry).ifPresent(changes::add));
            return done(changes);
        }
    }

    @Override
    public int shards() {
        return 1;
    }

    @Override
    public int shardOf(UserId user) {
        return 0;
    }

    @Override
    public CompletionStage<Map<UserId, RegisteredUser>> registered(int shard) {
        synchronized (cluster) {
            Map<UserId, RegisteredUser> found = new HashMap<>();
            cluster.users.forEach((user, entry) -> {
                if (entry.sockets.containsKey(node)) {
                    found.put(user, new RegisteredUser(entry.sockets.get(node), entry.isOnline, entry.isHidden()));
                }
            });
            return done(found);
        }
    }

    private void bury(NodeId dead) {
        var lastRenewal = cluster.leases.remove(dead).minus(cluster.settings.lease());
        cluster.registrations.remove(dead);
        for (var entry : cluster.users.values()) {
            if (entry.sockets.remove(dead) != null) {
                var active = entry.active.filter(at -> at.isAfter(lastRenewal)).orElse(lastRenewal);
                entry.goneSince(active, cluster.settings.grace());
            }
        }
    }

    private Optional<PresenceChange> endGrace(UserId user, Entry entry) {
        var over = entry.goneAt.filter(gone -> !cluster.now.isBefore(gone.plus(entry.grace)));
        if (over.isEmpty()) {
            return Optional.empty();
        }
        entry.goneAt = Optional.empty();
        entry.choice = Optional.empty();
        boolean changed = entry.setOnline(false, over.get(), cluster.now, "");
        return changed ? Optional.of(entry.change(user)) : Optional.empty();
    }

    private String stepId(long step) {
        return node + ":" + step;
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedStage(value);
    }
}
