package dev.parley.gateway.doctor;

import dev.parley.core.error.Failures;
import dev.parley.gateway.redis.RedisAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNode.InfoSection;
import org.redisson.api.redisnode.RedisNodeAsync;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.protocol.Time;

/** Reads the state of every master. */
final class RedisReader {
    private static final String OUTPUT_BUFFERS = "client-output-buffer-limit";

    private final RedissonClient client;
    private final RedisAddress address;
    private final Clock clock;

    RedisReader(RedissonClient client, RedisAddress address, Clock clock) {
        this.client = client;
        this.address = address;
        this.clock = clock;
    }

    List<CompletionStage<RedisState>> states() {
        if (address.sentinelMaster().isPresent()) {
            return states(List.of(
                    client.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE).getMaster()));
        }
        return address.isCluster()
                ? states(client.getRedisNodes(RedisNodes.CLUSTER).getMasters())
                : states(List.of(client.getRedisNodes(RedisNodes.SINGLE).getInstance()));
    }

    private <N extends RedisNode & RedisNodeAsync> List<CompletionStage<RedisState>> states(Collection<N> masters) {
        return masters.stream().map(this::state).toList();
    }

    private <N extends RedisNode & RedisNodeAsync> CompletionStage<RedisState> state(N server) {
        return server.infoAsync(InfoSection.ALL)
                .thenCompose(info -> config(server).thenCompose(config -> {
                    long asked = System.nanoTime();
                    return server.timeAsync()
                            .thenApply(time -> state(server.getAddr(), info, config, time, System.nanoTime() - asked));
                }));
    }

    /** Half of the round trip ago the server read its clock. */
    private RedisState state(
            InetSocketAddress server, Map<String, String> info, Map<String, String> config, Time time, long nanos) {
        Instant there = Instant.ofEpochSecond(time.getSeconds(), TimeUnit.MICROSECONDS.toNanos(time.getMicroseconds()));
        Instant readAt = clock.instant().minusNanos(nanos / 2);
        return new RedisState(
                server.getHostString() + ":" + server.getPort(), info, config, there, readAt, Duration.ofNanos(nanos));
    }

    /** Empty where CONFIG is not permitted, as with hosted Redis. */
    private static CompletionStage<Map<String, String>> config(RedisNodeAsync server) {
        return Failures.stageOf(() -> server.getConfigAsync(OUTPUT_BUFFERS))
                .exceptionallyCompose(refused -> CompletableFuture.completedStage(Map.of()));
    }
}
