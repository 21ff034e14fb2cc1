package dev.parley.loadtests.drill;

import dev.parley.loadtests.server.FleetSettings;
import java.time.Duration;

/**
 * How large a drill is.
 *
 * @param clients an even number: two talk to each other
 * @param pace between two messages of one client
 * @param calm before, between and after what happens to the nodes
 */
public record DrillSettings(int clients, Duration pace, Duration calm, FleetSettings fleet) {
    public static final int NODES = 3;

    double shareOfOneNode() {
        return clients / (double) fleet.nodes();
    }
}
