package dev.parley.gateway.nodes;

import java.util.Map;

/**
 * What a node has counted since it started, as of its last heartbeat.
 *
 * @param messages that it has stored
 * @param deliveries sockets of this node that broadcasts were for
 * @param disagreements users whose presence in Redis differed from this node, and was corrected
 * @param canaries milliseconds until this node heard the last canary of each peer, by the clocks of both
 * @param refusals messages that each enforced rule has refused
 */
public record NodeFigures(
        long messages, long deliveries, long disagreements, Map<String, Long> canaries, Map<String, Long> refusals) {
    /** Of a node that tells none. */
    public static final NodeFigures NONE = new NodeFigures(0, 0, 0, Map.of(), Map.of());

    public NodeFigures {
        canaries = Map.copyOf(canaries);
        refusals = Map.copyOf(refusals);
    }
}
