package dev.parley.loadtests.drill;

import dev.parley.loadtests.server.Fleet;

/** What happens to the nodes of a fleet while people use it. */
@FunctionalInterface
public interface Incident {

    void happen(Fleet fleet, Pause pause) throws Exception;

    /** A time in which nothing happens, so that HAProxy and the clients come to rest. */
    @FunctionalInterface
    interface Pause {
        void calm() throws InterruptedException;
    }

    /** Every node in turn is told to end, and started again once it has ended by itself. */
    static Incident rollingRestart() {
        return (fleet, pause) -> {
            for (int node = 0; node < fleet.size(); node++) {
                int code = fleet.end(node);
                if (code != 0) {
                    throw new IllegalStateException("node " + node + " ended with exit code " + code);
                }
                fleet.startAgain(node);
                pause.calm();
            }
        };
    }

    /** One node is gone without a word, and comes back later. */
    static Incident nodeKill() {
        return (fleet, pause) -> {
            fleet.kill(1);
            // Longer than the lease of a node, after which its users would be announced offline if they were.
            for (int i = 0; i < 4; i++) {
                pause.calm();
            }
            fleet.startAgain(1);
        };
    }
}
