package dev.parley.gateway.cluster;

import dev.parley.gateway.cluster.ClusterPublisher.Outgoing;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/** Plain sharded pub/sub: a command a message, a batch in one write. */
final class ShardedPublishCommand implements ClusterPublisher.Outlet {
    private static final long PUBLISH_TIMEOUT_MS = 3_000;

    @Override
    public CompletionStage<?> send(RedissonClient client, List<Outgoing> batch) {
        return batch.size() == 1 ? sendOne(client, batch.get(0)) : sendAll(client, batch);
    }

    private static CompletionStage<?> sendOne(RedissonClient client, Outgoing message) {
        return client.getShardedTopic(message.channel(), ByteArrayCodec.INSTANCE)
                .publishAsync(message.value());
    }

    private static CompletionStage<?> sendAll(RedissonClient client, List<Outgoing> messages) {
        RBatch batch = client.createBatch(oneAttempt());
        for (Outgoing message : messages) {
            batch.getShardedTopic(message.channel(), ByteArrayCodec.INSTANCE).publishAsync(message.value());
        }
        return batch.executeAsync();
    }

    /**
     * Deliberate: not {@code skipResult()}. Redisson then switches the connection's replies off and on around the batch, and
     * commands of others that share the connection lose their answers or get one another's.
     */
    static BatchOptions oneAttempt() {
        return BatchOptions.defaults()
                .executionMode(BatchOptions.ExecutionMode.IN_MEMORY)
                .responseTimeout(PUBLISH_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .retryAttempts(0);
    }
}
