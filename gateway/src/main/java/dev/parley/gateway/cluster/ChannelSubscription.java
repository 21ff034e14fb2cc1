package dev.parley.gateway.cluster;

import dev.parley.gateway.redis.SubscribeConnection;
import java.util.concurrent.CompletableFuture;

/**
 * One channel that this node is to be subscribed to. It is live while a server's confirmation of it is valid. Changed under the
 * lock of its entry in {@link ChannelSubscriptions}.
 */
final class ChannelSubscription {
    private final String room;
    private final String channel;
    private final int slot;
    private volatile CompletableFuture<Void> live = new CompletableFuture<>();
    /** Where it was requested; null while it waits for a connection. */
    private volatile SubscribeConnection<ChannelSubscription> connection;

    private volatile boolean confirmed;
    private volatile long confirmedAt;
    private boolean wasConfirmed;
    /** Since when no local member needs it, in {@code System.nanoTime()}; 0 while one does. */
    private long idleSince;

    ChannelSubscription(String room, String channel, int slot) {
        this.room = room;
        this.channel = channel;
        this.slot = slot;
    }

    String room() {
        return room;
    }

    String channel() {
        return channel;
    }

    int slot() {
        return slot;
    }

    /** Completes when a server confirms the subscription. Another one after that subscription was lost. */
    CompletableFuture<Void> live() {
        return live;
    }

    SubscribeConnection<ChannelSubscription> connection() {
        return connection;
    }

    boolean isConfirmed() {
        return confirmed;
    }

    void requestOn(SubscribeConnection<ChannelSubscription> next) {
        connection = next;
        next.subscribe(channel, this);
    }

    boolean isConfirmedFor(long nanos) {
        return confirmed && System.nanoTime() - confirmedAt > nanos;
    }

    /** True when it had been live before, so that messages may have been lost. */
    boolean confirm() {
        boolean again = wasConfirmed;
        confirmedAt = System.nanoTime();
        confirmed = true;
        wasConfirmed = true;
        return again;
    }

    /** It waits for a connection from now on. True when it was live. */
    boolean lose() {
        boolean wasLive = confirmed;
        confirmed = false;
        connection = null;
        if (wasLive) {
            live = new CompletableFuture<>();
        }
        return wasLive;
    }

    ChannelSubscription needed() {
        idleSince = 0;
        return this;
    }

    void idle(long now) {
        idleSince = now == 0 ? 1 : now;
    }

    long idleSince() {
        return idleSince;
    }
}
