package dev.parley.gateway.nodes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.error.StorageException;
import dev.parley.gateway.redis.RedisScript;
import dev.parley.gateway.wire.WireJson;
import dev.parley.presence.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * The directory as a hash of entries and a sorted set of the ends of their leases, by the clock of Redis alone. Both keys are in one
 * hash slot. Each call removes the entries whose lease has ended.
 */
public final class RedisNodeDirectory implements NodeDirectory {
    private static final RedisScript ANNOUNCE = RedisScript.load(RedisNodeDirectory.class, "announce");
    private static final RedisScript LIST = RedisScript.load(RedisNodeDirectory.class, "list");
    private static final RedisScript WITHDRAW = RedisScript.load(RedisNodeDirectory.class, "withdraw");

    private final RScript redis;
    private final List<Object> keys;
    private final Duration lease;

    /** @param keyPrefix without braces */
    public RedisNodeDirectory(RedissonClient client, String keyPrefix, Duration lease) {
        this.redis = client.getScript(StringCodec.INSTANCE);
        this.keys = List.of(keyPrefix + ":{cluster}:nodes", keyPrefix + ":{cluster}:leases");
        this.lease = lease;
    }

    @Override
    public CompletionStage<Void> announce(NodeEntry node) {
        return ANNOUNCE.<Long>run(
                        redis, RScript.ReturnType.LONG, keys, node.id().value(), json(node), lease.toMillis())
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<List<Entry>> nodes() {
        return LIST.<List<String>>run(redis, RScript.ReturnType.LIST, keys).thenApply(RedisNodeDirectory::entries);
    }

    @Override
    public CompletionStage<Void> withdraw(NodeId id) {
        return WITHDRAW.<Long>run(redis, RScript.ReturnType.LONG, keys, id.value())
                .thenAccept(done -> {});
    }

    private static List<Entry> entries(List<String> entriesAndLeases) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < entriesAndLeases.size(); i += 2) {
            entries.add(new Entry(
                    node(entriesAndLeases.get(i)), Instant.ofEpochMilli(Long.parseLong(entriesAndLeases.get(i + 1)))));
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
                .set("figures", WireJson.mapper().valueToTree(node.figures()))
                .toString();
    }

    /** A node of an earlier version tells none. */
    private static NodeFigures figures(JsonNode figures) throws JsonProcessingException {
        return figures.isObject() ? WireJson.mapper().treeToValue(figures, NodeFigures.class) : NodeFigures.NONE;
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
                    fields.path("canary").asLong(),
                    figures(fields.path("figures")));
        } catch (JsonProcessingException broken) {
            throw new StorageException("a node's entry cannot be read", broken);
        }
    }
}
