package dev.parley.loadtests.drill;

import dev.parley.loadtests.server.Fleet;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What happens to a fleet while people use it. */
public enum Incident {
    /** Every node in turn is told to end, and started again once it has ended by itself. */
    ROLLING_RESTART {
        @Override
        void happen(Fleet fleet, Pause pause) throws Exception {
            for (int node = 0; node < fleet.size(); node++) {
                int code = fleet.end(node);
                if (code != 0) {
                    throw new IllegalStateException("node " + node + " ended with exit code " + code);
                }
                fleet.startAgain(node);
                pause.calm();
            }
        }
    },

    /** One node is gone without a word, and comes back later. */
    NODE_KILL {
        @Override
        void happen(Fleet fleet, Pause pause) throws Exception {
            fleet.kill(1);
            // Longer than the lease of a node, after which its users would be announced offline if they were.
            for (int i = 0; i < 4; i++) {
                pause.calm();
            }
            fleet.startAgain(1);
        }
    },

    /** Redis is gone without a word and comes back empty: who is online, who is subscribed, whatever was under way. */
    REDIS_RESTART {
        @Override
        void happen(Fleet fleet, Pause pause) throws Exception {
            fleet.killRedis();
            pause.calm();
            fleet.startRedisAgain();
            // Everybody is told to ask for what they missed, and all of them ask at once.
            pause.calm();
        }

        @Override
        boolean losesEvents() {
            return true;
        }
    };

    abstract void happen(Fleet fleet, Pause pause) throws Exception;

    /** Whether events are lost for people who stay connected, so that they have to be told to ask again. */
    boolean losesEvents() {
        return false;
    }

    /** As it is called on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Incident> of(String word) {
        return Stream.of(values())
                .filter(incident -> incident.word().equals(word))
                .findFirst();
    }

    /** A time in which nothing happens, so that HAProxy and the clients come to rest. */
    @FunctionalInterface
    interface Pause {
        void calm() throws InterruptedException;
    }
}
