package dev.parley.gateway.nodes;

import dev.parley.presence.NodeId;
import java.time.Instant;

/**
 * One node as it last said of itself.
 *
 * @param connections open Socket.IO sessions
 * @param rooms rooms with a member on this node
 */
public record NodeEntry(NodeId id, String version, Instant startedAt, long connections, long rooms) {}
