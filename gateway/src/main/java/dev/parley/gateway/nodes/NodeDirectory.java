package dev.parley.gateway.nodes;

import dev.parley.presence.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The directory of live nodes. Stages fail with {@code StorageException} only. */
public interface NodeDirectory {

    /** Adds the node, or renews its entry, which expires after the lease. */
    CompletionStage<Void> announce(NodeEntry node);

    /** The live nodes, in order of id. */
    CompletionStage<List<Entry>> nodes();

    /** Idempotent. */
    CompletionStage<Void> withdraw(NodeId id);

    /** @param leaseUntil the end of its lease, by the directory's clock */
    record Entry(NodeEntry node, Instant leaseUntil) {}
}
