package dev.parley.gateway.cluster;

import dev.parley.core.cache.ChangeFeed;
import dev.parley.gateway.socketio.EncodedPacket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Changes of cached records, between the nodes of a cluster. Each node publishes a message when it changes a record and, while its caches
 * are in use, several times a second, on the channel of the namespace. Its messages repeat its last changes, so that a node that could
 * not be reached hears of them later. A node that has heard its own last message has heard what others published before it. Any thread.
 */
final class ClusterChanges implements ChangeFeed {
    static final Duration EVERY = Duration.ofMillis(400);

    private static final long LIVE_NANOS = Duration.ofSeconds(1).toNanos();
    /** Longer than records are kept, so that a node that has missed a change for this time has forgotten the record. */
    private static final long REPEATED_NANOS = Duration.ofSeconds(20).toNanos();

    private static final long AT_REST_AFTER_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int MAX_REPEATED = 50;
    /** Beyond this number all are forgotten, which means that changes may have been missed. */
    private static final int MAX_PEERS = 1_000;

    /** Callers beyond this number do not wait. */
    private static final int MAX_WAITING = 10_000;

    private record Change(String key, long at) {}

    /** A caller that waits until this node has heard its own change. */
    private record Waiting(long number, CompletableFuture<Void> heard) {}

    private final String self;
    private final LongSupplier nanoClock;
    private final Consumer<ChangesMessage> publish;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Deque<Change> own = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long lastOwn;
    /** The number of the last change of each peer that this node has heard. */
    private final Map<String, Long> heard = new HashMap<>();
    /** When the last message of this node that it has heard was published. */
    private volatile long heardAt;
    /** When a cache last asked whether this node is live. */
    private volatile long askedAt;
    /** Whether this node has not heard itself since its subscription was lost, or at all. */
    private volatile boolean isLost = true;

    /** @param publish never fails and never blocks */
    ClusterChanges(String self, LongSupplier nanoClock, Consumer<ChangesMessage> publish) {
        this.self = self;
        this.nanoClock = nanoClock;
        this.publish = publish;
        this.askedAt = nanoClock.getAsLong();
        this.heardAt = askedAt - 2 * LIVE_NANOS;
    }

    @Override
    public void subscribe(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public boolean isLive() {
        askedAt = nanoClock.getAsLong();
        return hearsItself();
    }

    private boolean hearsItself() {
        return nanoClock.getAsLong() - heardAt <= LIVE_NANOS;
    }

    private boolean isAtRest() {
        return nanoClock.getAsLong() - askedAt > AT_REST_AFTER_NANOS;
    }

    /** Deliberate: waits for this node's own message, which Redis sends to all at the same time. */
    @Override
    public synchronized CompletionStage<Void> announce(String key) {
        boolean willHearItself = hearsItself() || isAtRest() && !isLost;
        own.addLast(new Change(key, nanoClock.getAsLong()));
        lastOwn++;
        if (own.size() > MAX_REPEATED) {
            own.removeFirst();
        }
        CompletableFuture<Void> heard = new CompletableFuture<>();
        if (willHearItself && waiting.size() < MAX_WAITING) {
            waiting.addLast(new Waiting(lastOwn, heard));
        } else {
            heard.complete(null);
        }
        publishNow();
        return heard.completeOnTimeout(null, LIVE_NANOS, TimeUnit.NANOSECONDS).minimalCompletionStage();
    }

    /** Called several times a second. Deliberate: publishes nothing while there is nothing to repeat and no cache asks. */
    synchronized void publish() {
        long now = nanoClock.getAsLong();
        while (!own.isEmpty() && now - own.peekFirst().at() > REPEATED_NANOS) {
            own.removeFirst();
        }
        if (!own.isEmpty() || !isAtRest()) {
            publishNow();
        }
    }

    /** Deliberate: under the lock, so that messages are published in the order of their numbers. */
    private void publishNow() {
        publish.accept(new ChangesMessage(
                self,
                nanoClock.getAsLong(),
                lastOwn,
                own.stream().map(Change::key).toList()));
    }

    /** A message has arrived. */
    void heard(EncodedPacket packet) {
        ChangesMessage.read(packet).ifPresent(message -> {
            if (message.node().equals(self)) {
                heardItself(message);
            } else {
                heardPeer(message);
            }
        });
    }

    /** The subscription was lost or is confirmed again: this node is not live before it hears itself again. */
    synchronized void lost() {
        waiting.clear();
        isLost = true;
        heardAt = nanoClock.getAsLong() - 2 * LIVE_NANOS;
    }

    /** Deliberate: forgets before it is live, so that nothing that was read before a gap is used after it. */
    private void heardItself(ChangesMessage message) {
        if (!hearsItself()) {
            listeners.forEach(Listener::missed);
        }
        heardAt = message.sentAt();
        isLost = false;
        heardUpTo(message.last()).forEach(each -> each.heard().complete(null));
    }

    private synchronized List<Waiting> heardUpTo(long number) {
        List<Waiting> done = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peekFirst().number() <= number) {
            done.add(waiting.removeFirst());
        }
        return done;
    }

    private void heardPeer(ChangesMessage message) {
        long known = known(message);
        if (known < message.before()) {
            listeners.forEach(Listener::missed);
        } else if (known < message.last()) {
            message.keysAfter(known).forEach(key -> listeners.forEach(listener -> listener.changed(key)));
        }
    }

    /** The last change of the message's node that was heard before; 0 for a new node, -1 to forget everything. */
    private synchronized long known(ChangesMessage message) {
        if (heard.size() >= MAX_PEERS && !heard.containsKey(message.node())) {
            heard.clear();
            return -1;
        }
        Long last = heard.put(message.node(), message.last());
        return last == null || last > message.last() ? 0 : last;
    }
}
