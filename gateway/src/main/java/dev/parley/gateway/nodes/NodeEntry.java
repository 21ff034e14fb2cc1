package dev.parley.gateway.nodes;

import dev.parley.presence.NodeId;
import java.time.Instant;

/**
 * A node's entry in the directory, as of its last heartbeat.
 *
 * @param connections open Socket.IO sessions
 * @param rooms rooms with a member on this node
 * @param canary number of the last canary that this node published and received itself
 */
public record NodeEntry(
        NodeId id, String version, Instant startedAt, long connections, long rooms, long canary, NodeFigures figures) {

    public NodeEntry(NodeId id, String version, Instant startedAt, long connections, long rooms, long canary) {
        this(id, version, startedAt, connections, rooms, canary, NodeFigures.NONE);
    }
}
