package dev.parley.gateway.nodes;

import java.util.List;
import java.util.Optional;

/**
 * The nodes of this process, to see what happens to clients when a node is killed. Any thread; never blocks: a kill or a start follows
 * within a moment, so that a request to the node that is killed is still answered.
 */
public interface LocalNodes {

    /** In the order of their numbers. */
    List<LocalNode> all();

    /**
     * Kills a node; does nothing to one that is killed already. Throws {@code forbidden} for one that starts and for the last one
     * that runs. Empty for an unknown number.
     */
    Optional<LocalNode> kill(int number);

    /** Starts a killed node on its ports; does nothing to one that runs or starts. Empty for an unknown number. */
    Optional<LocalNode> start(int number);
}
