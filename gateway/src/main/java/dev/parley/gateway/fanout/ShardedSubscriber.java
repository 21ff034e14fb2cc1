package dev.parley.gateway.fanout;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.protocol.pubsub.PubSubType;
import org.redisson.pubsub.PublishSubscribeService;

/**
 * Sharded subscriptions of Redisson, which finds the server of a channel and subscribes again after a loss. Deliberate: asks
 * the service below {@code RShardedTopic}, because one listener object a room then hears messages and status alike; by the topic it
 * takes two listeners, three wrappers and twice the work for each join.
 */
final class ShardedSubscriber {
    private final PublishSubscribeService subscriptions;

    ShardedSubscriber(RedissonClient client) {
        this.subscriptions =
                ((Redisson) client).getCommandExecutor().getConnectionManager().getSubscribeService();
    }

    CompletionStage<?> subscribe(RoomChannel channel) {
        return subscriptions.ssubscribe(ByteArrayCodec.INSTANCE, List.of(channel.name()), channel);
    }

    CompletionStage<Void> unsubscribe(RoomChannel channel) {
        return subscriptions.removeListenerAsync(
                PubSubType.SUNSUBSCRIBE, List.of(channel.name()), System.identityHashCode(channel));
    }
}
