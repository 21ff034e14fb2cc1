package dev.parley.gateway.cluster;

import dev.parley.gateway.cluster.ClusterMessage.Emitted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RShardedTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * Proves sharded pub/sub from outside a node: a message from one connection to another on channels of several slots, and the canaries of
 * the nodes on the channel of the namespace.
 */
public final class PubSubProbe {
    /** In a Cluster the channels lie on several masters. No id has a space, so no client can name these rooms. */
    private static final int CHANNELS = 12;

    private static final String ROOM = "parley doctor ";
    /** Long enough for a machine that is busy; a message mostly needs a millisecond. */
    private static final long ARRIVES_WITHIN_MS = 8_000;
    /** Each node publishes a canary a second. */
    private static final long LISTEN_MS = 3_500;

    private PubSubProbe() {}

    /** Completes with the number of channels on which a message arrived, of {@link #channels}. */
    public static CompletionStage<Integer> send(RedissonClient from, RedissonClient to) {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < CHANNELS; i++) {
            String channel = ClusterFrames.channelOf(ROOM + i);
            all.add(sendOn(channel, from, to)
                    .thenCompose(
                            arrived -> arrived ? CompletableFuture.completedFuture(true) : sendOn(channel, from, to)));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).thenApply(done ->
                (int) all.stream().filter(each -> each.getNow(false)).count());
    }

    public static int channels() {
        return CHANNELS;
    }

    private static CompletableFuture<Boolean> sendOn(String channel, RedissonClient from, RedissonClient to) {
        byte[] message = channel.getBytes(StandardCharsets.UTF_8);
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        RShardedTopic topic = to.getShardedTopic(channel, ByteArrayCodec.INSTANCE);
        topic.addListenerAsync(byte[].class, (name, value) -> {
                    if (Arrays.equals(value, message)) {
                        arrived.complete(true);
                    }
                })
                .thenCompose(listening ->
                        from.getShardedTopic(channel, ByteArrayCodec.INSTANCE).publishAsync(message))
                .exceptionally(failure -> {
                    arrived.complete(false);
                    return 0L;
                });
        return arrived.completeOnTimeout(false, ARRIVES_WITHIN_MS, TimeUnit.MILLISECONDS)
                .whenComplete((done, never) -> topic.removeAllListenersAsync());
    }

    /** Completes after a few seconds with the nodes whose canaries were received meanwhile. */
    public static CompletionStage<Set<String>> listen(RedissonClient client) {
        Set<String> nodes = ConcurrentHashMap.newKeySet();
        ClusterFrames frames = new ClusterFrames(ROOM);
        RShardedTopic namespace = client.getShardedTopic(ClusterFrames.NAMESPACE_CHANNEL, ByteArrayCodec.INSTANCE);
        namespace.addListenerAsync(byte[].class, (name, value) -> {
            if (frames.read(value) instanceof Emitted event && CanaryMessage.isFor(event.target())) {
                CanaryMessage.read(event.packet())
                        .filter(canary -> canary.number() != CanaryMessage.LAST)
                        .ifPresent(canary -> nodes.add(canary.node()));
            }
        });
        return new CompletableFuture<Set<String>>()
                .completeOnTimeout(nodes, LISTEN_MS, TimeUnit.MILLISECONDS)
                .whenComplete((done, never) -> namespace.removeAllListenersAsync());
    }
}
