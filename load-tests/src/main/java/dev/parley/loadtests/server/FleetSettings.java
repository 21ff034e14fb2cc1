package dev.parley.loadtests.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What stands behind the load balancer.
 *
 * @param name first part of the names of the logs
 * @param nodes how many gateways
 * @param drain over which a node that ends sends its clients away
 * @param gateway what starts a node; the fleet adds the drain time
 * @param haproxy the configuration that is shipped
 */
public record FleetSettings(
        String name, int nodes, Duration drain, Function<NodePlan, List<String>> gateway, Path haproxy, Path logs) {}
