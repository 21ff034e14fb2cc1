package dev.parley.gateway.nodes;

import dev.parley.presence.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Which nodes are alive. Stages fail with {@code StorageException} and nothing else. */
public interface NodeDirectory {

    /** Enters the node, or renews its entry; it ends by itself unless renewed within the lease. */
    CompletionStage<Void> announce(NodeEntry node);

    /** In order of id. */
    CompletionStage<List<Entry>> nodes();

    /** Idempotent. */
    CompletionStage<Void> withdraw(NodeId id);

    /** @param leaseUntil when it counts as gone, by the directory's clock */
    record Entry(NodeEntry node, Instant leaseUntil) {}
}
