package dev.parley.loadtests.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The parts of a {@link Cluster}.
 *
 * @param name first part of the names of the log files
 * @param nodes number of gateways
 * @param drain drain time of each node
 * @param gateway command line of a node; the cluster adds the drain time
 * @param haproxy configuration of the load balancer; empty means that clients connect to the nodes
 * @param relay class path of the TCP relay; empty means that nodes connect to the stores
 */
public record ClusterSettings(
        String name,
        int nodes,
        Duration drain,
        Function<NodePlan, List<String>> gateway,
        Optional<Path> haproxy,
        Optional<Path> relay,
        Path logs) {

    /** Behind HAProxy with the configuration that is shipped. */
    public static ClusterSettings balanced(String name, int nodes, Duration drain, Path logs) {
        Path haproxy = CommandLines.loadTests("../deploy/haproxy/haproxy.cfg");
        return new ClusterSettings(
                name, nodes, drain, CommandLines::parley, Optional.of(haproxy), Optional.empty(), logs);
    }

    /** With the command line of a contender, which has an operations port. */
    public ClusterSettings withNodes(Contender contender) {
        return new ClusterSettings(name, nodes, drain, contender.command(), haproxy, relay, logs);
    }

    /** With a relay between each node and each store. */
    public static ClusterSettings relayed(String name, int nodes, Duration drain, Path logs) {
        Path relay = CommandLines.loadTests("../core/target/test-classes");
        return new ClusterSettings(
                name, nodes, drain, CommandLines::parley, Optional.empty(), Optional.of(relay), logs);
    }
}
