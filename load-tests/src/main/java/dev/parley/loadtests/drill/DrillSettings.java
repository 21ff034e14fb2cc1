package dev.parley.loadtests.drill;

import dev.parley.loadtests.server.NodePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * How large a drill is.
 *
 * @param clients an even number: two talk to each other
 * @param pace between two messages of one client
 * @param drain over which a node that ends sends its clients away
 * @param calm before, between and after what happens to the nodes
 * @param gateway what starts a node; the drill adds the ports, the stores and the drain time
 * @param haproxy the configuration that is shipped
 */
public record DrillSettings(
        int clients,
        Duration pace,
        Duration drain,
        Duration calm,
        Function<NodePlan, List<String>> gateway,
        Path haproxy,
        Path logs) {
    static final int NODES = 3;

    double shareOfOneNode() {
        return clients / (double) NODES;
    }
}
