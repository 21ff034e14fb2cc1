package dev.parley.gateway.nodes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.error.StorageException;
import dev.parley.gateway.wire.WireJson;
import dev.parley.presence.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * The directory as a hash of entries and a sorted set of their ends, by Redis' clock alone. Both keys are of one slot, so that
 * it works on Redis Cluster; whoever reads or announces clears away what has ended.
 */
public final class RedisNodeDirectory implements NodeDirectory {
    private static final String CLEAR_ENDED = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do
              redis.call('HDEL', KEYS[1], gone)
              redis.call('ZREM', KEYS[2], gone)
            end
            """;
    private static final String ANNOUNCE = CLEAR_ENDED + """
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
            redis.call('ZADD', KEYS[2], now + ARGV[3], ARGV[1])
            return 1
            """;
    private static final String LIST = CLEAR_ENDED + """
            local found = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
            for i = 1, #found, 2 do found[i] = redis.call('HGET', KEYS[1], found[i]) end
            return found
            """;
    private static final String WITHDRAW = """
            redis.call('HDEL', KEYS[1], ARGV[1])
            return redis.call('ZREM', KEYS[2], ARGV[1])
            """;

    private final RScript script;
    private final List<Object> keys;
    private final Duration lease;

    /** @param keyPrefix without braces */
    public RedisNodeDirectory(RedissonClient redis, String keyPrefix, Duration lease) {
        this.script = redis.getScript(StringCodec.INSTANCE);
        this.keys = List.of(keyPrefix + ":{cluster}:nodes", keyPrefix + ":{cluster}:leases");
        this.lease = lease;
    }

    @Override
    public CompletionStage<Void> announce(NodeEntry node) {
        return run(ANNOUNCE, RScript.ReturnType.LONG, node.id().value(), json(node), lease.toMillis())
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<List<Entry>> nodes() {
        return this.<List<String>>run(LIST, RScript.ReturnType.LIST).thenApply(RedisNodeDirectory::entries);
    }

    @Override
    public CompletionStage<Void> withdraw(NodeId id) {
        return run(WITHDRAW, RScript.ReturnType.LONG, id.value()).thenAccept(done -> {});
    }

    private <R> CompletionStage<R> run(String lua, RScript.ReturnType returns, Object... args) {
        return script.<R>evalAsync(RScript.Mode.READ_WRITE, lua, returns, keys, args)
                .exceptionally(failure -> {
                    throw new CompletionException(new StorageException("the cluster directory is away", failure));
                });
    }

    private static List<Entry> entries(List<String> jsonsAndEnds) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < jsonsAndEnds.size(); i += 2) {
            entries.add(new Entry(
                    node(jsonsAndEnds.get(i)), Instant.ofEpochMilli(Long.parseLong(jsonsAndEnds.get(i + 1)))));
        }
        entries.sort(Comparator.comparing(entry -> entry.node().id().value()));
        return entries;
    }

    private static String json(NodeEntry node) {
        return WireJson.mapper()
                .createObjectNode()
                .put("id", node.id().value())
                .put("version", node.version())
                .put("startedAt", node.startedAt().toString())
                .put("connections", node.connections())
                .put("rooms", node.rooms())
                .put("canary", node.canary())
                .toString();
    }

    private static NodeEntry node(String json) {
        try {
            JsonNode fields = WireJson.mapper().readTree(json);
            return new NodeEntry(
                    new NodeId(fields.path("id").asText()),
                    fields.path("version").asText(),
                    Instant.parse(fields.path("startedAt").asText()),
                    fields.path("connections").asLong(),
                    fields.path("rooms").asLong(),
                    fields.path("canary").asLong());
        } catch (JsonProcessingException broken) {
            throw new StorageException("a node's entry cannot be read", broken);
        }
    }
}
