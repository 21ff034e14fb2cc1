package dev.parley.loadtests.messages;

import dev.parley.loadtests.server.Cluster;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A disturbance of a cluster behind HAProxy while users send messages. */
public enum RestartScenario {
    /** The nodes are drained and restarted one after another. */
    ROLLING_RESTART {
        @Override
        void run(Cluster cluster, Pause pause) throws Exception {
            for (int node = 0; node < cluster.size(); node++) {
                int code = cluster.drain(node);
                if (code != 0) {
                    throw new IllegalStateException("node " + node + " ended with exit code " + code);
                }
                cluster.restart(node);
                pause.calm();
            }
        }
    },

    /** One node is killed, and started again after its lease has ended. */
    NODE_KILL {
        @Override
        void run(Cluster cluster, Pause pause) throws Exception {
            cluster.kill(1);
            for (int i = 0; i < 4; i++) {
                pause.calm();
            }
            cluster.restart(1);
        }
    },

    /** Redis is killed and starts again without data. */
    REDIS_RESTART {
        @Override
        void run(Cluster cluster, Pause pause) throws Exception {
            cluster.redis().kill();
            pause.calm();
            cluster.redis().startEmpty();
            // All clients are told to resync and join their chats again at once.
            pause.calm();
        }

        @Override
        boolean losesEvents() {
            return true;
        }
    };

    abstract void run(Cluster cluster, Pause pause) throws Exception;

    /** Whether users who stay connected miss events, so that they have to be told {@code resync}. */
    boolean losesEvents() {
        return false;
    }

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<RestartScenario> of(String label) {
        return Stream.of(values())
                .filter(scenario -> scenario.label().equals(label))
                .findFirst();
    }

    /** A time without faults, in which HAProxy and the clients settle. */
    @FunctionalInterface
    interface Pause {
        void calm() throws InterruptedException;
    }
}
