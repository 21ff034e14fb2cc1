package dev.parley.gateway.fanout;

import java.util.concurrent.CompletableFuture;
import org.redisson.client.ChannelName;
import org.redisson.client.RedisPubSubListener;
import org.redisson.client.protocol.pubsub.PubSubType;

/** One channel this node is subscribed to, or about to be: its listener, and whether it is still wanted. */
final class RoomChannel implements RedisPubSubListener<byte[]> {
    private final String room;
    private final ChannelName name;
    private final ChannelReceiver receiver;
    private final CompletableFuture<Void> live = new CompletableFuture<>();
    private boolean announced;
    /** Since when nobody wants it, in {@code System.nanoTime()}; 0 while somebody does. Changed under the map's lock. */
    private volatile long idleSince;

    /** @param room null for the channel of the whole namespace */
    RoomChannel(String room, ChannelReceiver receiver) {
        this.room = room;
        this.name = new ChannelName(room == null ? ClusterFrames.NAMESPACE_CHANNEL : ClusterFrames.channelOf(room));
        this.receiver = receiver;
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

    RoomChannel wanted() {
        idleSince = 0;
        return this;
    }

    void idle(long now) {
        idleSince = now == 0 ? 1 : now;
    }

    boolean isIdle(long since) {
        return idleSince == since;
    }

    long idleSince() {
        return idleSince;
    }

    @Override
    public void onMessage(CharSequence channel, byte[] value) {
        receiver.received(room, value);
    }

    /** Called for the first subscription and for each that Redisson makes again after a loss. */
    @Override
    public void onStatus(PubSubType type, CharSequence channel) {
        if (type != PubSubType.SSUBSCRIBE) {
            return;
        }
        if (announced) {
            receiver.resubscribed();
        }
        announced = true;
    }
}
