package dev.parley.gateway.cluster;

import java.util.concurrent.CompletableFuture;
import org.redisson.client.ChannelName;

/** One channel this node is subscribed to, or about to be, and whether it is still wanted. */
final class ChannelSubscription {
    private final String room;
    private final ChannelName name;
    private final CompletableFuture<Void> live = new CompletableFuture<>();
    private volatile boolean confirmed;
    /** Since when nobody wants it, in {@code System.nanoTime()}; 0 while somebody does. Changed under the map's lock. */
    private long idleSince;

    /** @param room null for the channel of the whole namespace */
    ChannelSubscription(String room) {
        this.room = room;
        this.name = new ChannelName(room == null ? ClusterFrames.NAMESPACE_CHANNEL : ClusterFrames.channelOf(room));
    }

    String room() {
        return room;
    }

    ChannelName name() {
        return name;
    }

    /** Completes when Redis has confirmed the subscription; fails once and for all when it has not in time. */
    CompletableFuture<Void> live() {
        return live;
    }

    boolean hasFailed() {
        return live.isCompletedExceptionally();
    }

    ChannelSubscription wanted() {
        idleSince = 0;
        return this;
    }

    void idle(long now) {
        idleSince = now == 0 ? 1 : now;
    }

    long idleSince() {
        return idleSince;
    }

    /** Redis has confirmed a subscription. False for the first time, true when it had to be made again. */
    boolean confirmedAgain() {
        boolean again = confirmed;
        confirmed = true;
        return again;
    }
}
