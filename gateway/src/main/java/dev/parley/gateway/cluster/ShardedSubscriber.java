package dev.parley.gateway.cluster;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisPubSubListener;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.protocol.pubsub.PubSubType;
import org.redisson.pubsub.PublishSubscribeService;

/**
 * Sharded subscriptions of Redisson, which finds the server of a channel and subscribes again after a loss. Deliberate: asks
 * the service below {@code RShardedTopic}. A pub/sub connection has one command under way, so joins one by one would take a round
 * trip each; and one listener for all channels, of messages and status alike, takes a fraction of a topic's memory and time.
 */
final class ShardedSubscriber {
    private final PublishSubscribeService subscriptions;
    private final RedisPubSubListener<byte[]> listener;

    ShardedSubscriber(RedissonClient client, RedisPubSubListener<byte[]> listener) {
        this.subscriptions =
                ((Redisson) client).getCommandExecutor().getConnectionManager().getSubscribeService();
        this.listener = listener;
    }

    /** With one command; so on one server. Not to be called again before it has completed, but for single channels. */
    CompletionStage<?> subscribe(List<ChannelSubscription> channels) {
        return subscriptions.ssubscribe(
                ByteArrayCodec.INSTANCE,
                channels.stream().map(ChannelSubscription::name).toList(),
                listener);
    }

    CompletionStage<Void> unsubscribe(ChannelSubscription channel) {
        return subscriptions.removeListenerAsync(
                PubSubType.SUNSUBSCRIBE, List.of(channel.name()), System.identityHashCode(listener));
    }
}
