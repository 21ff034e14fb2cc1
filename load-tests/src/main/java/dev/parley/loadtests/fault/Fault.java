package dev.parley.loadtests.fault;

import dev.parley.loadtests.server.Cluster;
import java.time.Duration;
import java.util.Locale;

/** Faults of one node, of Redis or of MongoDB. The lease of a node is 6 s. */
public enum Fault {
    /** {@code kill -9}, and a new process on the same ports. */
    NODE_KILL(3) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            cluster.kill(node);
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.restart(node);
        }
    },

    /** SIGTERM, and a new process when the node has drained. */
    NODE_DRAIN(0) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            int code = cluster.drain(node);
            if (code != 0) {
                throw new IllegalStateException("node " + node + " ended with exit code " + code);
            }
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.restart(node);
        }
    },

    /** SIGSTOP for less than the lease. */
    NODE_PAUSE(2) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            cluster.suspend(node);
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.resume(node);
        }
    },

    /** SIGSTOP for longer than the lease: the other nodes have to take the node for dead. */
    NODE_PAUSE_BEYOND_LEASE(12) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            cluster.suspend(node);
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.resume(node);
        }

        @Override
        public boolean isolatesNode() {
            return true;
        }
    },

    /** One node loses its connections to Redis for less than the lease. */
    REDIS_CUT_FROM_NODE(3) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            cluster.relays().cut(cluster.redisRelay(node));
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.relays().restore(cluster.redisRelay(node));
        }
    },

    /** The same for longer than the lease. */
    REDIS_CUT_BEYOND_LEASE(12) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            cluster.relays().cut(cluster.redisRelay(node));
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.relays().restore(cluster.redisRelay(node));
        }

        @Override
        public boolean isolatesNode() {
            return true;
        }
    },

    /** Redis accepts what one node sends and does not answer, for longer than the lease; then everything arrives. */
    REDIS_HANGS_FOR_NODE(9) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            cluster.relays().hang(cluster.redisRelay(node));
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.relays().restore(cluster.redisRelay(node));
        }

        @Override
        public boolean isolatesNode() {
            return true;
        }
    },

    /** SIGSTOP of Redis for longer than the lease: every lease lapses, and no node is dead. */
    REDIS_PAUSE(8) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            cluster.redis().suspend();
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.redis().resume();
        }
    },

    /** {@code kill -9} of Redis, and a new process with the same data. */
    REDIS_RESTART(3) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            cluster.redis().kill();
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.redis().start();
        }
    },

    /** {@code kill -9} of Redis, and a new process without data. */
    REDIS_EMPTIED(3) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            cluster.redis().kill();
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.redis().startEmpty();
        }
    },

    /** MongoDB does what one node asks for, and its replies are late: longer than the deadline of a request. */
    MONGO_LATE_REPLIES(7) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            cluster.relays().hangReplies(cluster.mongoRelay(node));
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.relays().restore(cluster.mongoRelay(node));
        }
    },

    /** One node loses its connections to MongoDB. */
    MONGO_CUT_FROM_NODE(5) {
        @Override
        void begin(Cluster cluster, int node) throws Exception {
            cluster.relays().cut(cluster.mongoRelay(node));
        }

        @Override
        void end(Cluster cluster, int node) throws Exception {
            cluster.relays().restore(cluster.mongoRelay(node));
        }
    };

    private final Duration duration;

    Fault(int seconds) {
        this.duration = Duration.ofSeconds(seconds);
    }

    /** Returns when the fault is in effect. */
    abstract void begin(Cluster cluster, int node) throws Exception;

    /** Returns when its cause is removed. The cluster may need time to recover. */
    abstract void end(Cluster cluster, int node) throws Exception;

    /** Injects the fault, waits for its duration and removes it. */
    public void inject(Cluster cluster, int node) throws Exception {
        begin(cluster, node);
        Thread.sleep(duration.toMillis());
        end(cluster, node);
    }

    /** Whether every observer learns of changes of presence within the usual bound while the fault lasts. */
    public boolean leavesPresenceTimely() {
        return this == NODE_KILL || this == NODE_PAUSE;
    }

    /** Whether the other nodes cannot tell the node from a dead one, so that its users may be shown offline. */
    public boolean isolatesNode() {
        return false;
    }

    /** The name on the command line and in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
