package dev.parley.gateway.nodes;

/**
 * A node of this process.
 *
 * @param number 1 for the first
 * @param nodeId a new one at each start
 */
public record LocalNode(int number, String nodeId, int socketPort, int httpPort, int opsPort, State state) {

    /** Whether the node serves clients. */
    public enum State {
        STARTING,
        RUNNING,
        KILLED
    }
}
