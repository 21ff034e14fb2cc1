package dev.parley.loadtests.fault;

import dev.parley.loadtests.server.Cluster;
import java.time.Duration;
import java.util.Locale;

/** Faults of one node, of Redis or of MongoDB. The lease of a node is 6 s. */
public enum Fault {
    /** {@code kill -9}, and a new process on the same ports. */
    NODE_KILL(3, Cluster::kill, Cluster::restart),

    /** SIGTERM, and a new process when the node has drained. */
    NODE_DRAIN(0, Fault::drain, Cluster::restart),

    /** SIGSTOP for less than the lease. */
    NODE_PAUSE(2, Cluster::suspend, Cluster::resume),

    /** SIGSTOP for longer than the lease: the other nodes have to take the node for dead. */
    NODE_PAUSE_BEYOND_LEASE(12, Cluster::suspend, Cluster::resume),

    /** One node loses its connections to Redis for less than the lease. */
    REDIS_CUT_FROM_NODE(3, Fault::cutRedis, Fault::restoreRedis),

    /** The same for longer than the lease. */
    REDIS_CUT_BEYOND_LEASE(12, Fault::cutRedis, Fault::restoreRedis),

    /** Redis accepts what one node sends and does not answer, for longer than the lease; then everything arrives. */
    REDIS_HANGS_FOR_NODE(9, (cluster, node) -> cluster.relays().hang(cluster.redisRelay(node)), Fault::restoreRedis),

    /** SIGSTOP of Redis for longer than the lease: every lease lapses, and no node is dead. */
    REDIS_PAUSE(8, (cluster, node) -> cluster.redis().suspend(), (cluster, node) -> cluster.redis()
            .resume()),

    /** {@code kill -9} of Redis, and a new process with the same data. */
    REDIS_RESTART(3, Fault::killRedis, (cluster, node) -> cluster.redis().start()),

    /** {@code kill -9} of Redis, and a new process without data. */
    REDIS_EMPTIED(3, Fault::killRedis, (cluster, node) -> cluster.redis().startEmpty()),

    /** MongoDB does what one node asks for, and its replies are late: longer than the deadline of a request. */
    MONGO_LATE_REPLIES(
            7, (cluster, node) -> cluster.relays().hangReplies(cluster.mongoRelay(node)), Fault::restoreMongo),

    /** One node loses its connections to MongoDB. */
    MONGO_CUT_FROM_NODE(5, (cluster, node) -> cluster.relays().cut(cluster.mongoRelay(node)), Fault::restoreMongo);

    private interface Step {
        void run(Cluster cluster, int node) throws Exception;
    }

    private final Duration duration;
    private final Step begin;
    private final Step end;

    /**
     * @param begin returns when the fault is in effect
     * @param end returns when its cause is removed; the cluster may need time to recover
     */
    Fault(int seconds, Step begin, Step end) {
        this.duration = Duration.ofSeconds(seconds);
        this.begin = begin;
        this.end = end;
    }

    private static void drain(Cluster cluster, int node) throws Exception {
        int code = cluster.drain(node);
        if (code != 0) {
            throw new IllegalStateException("node " + node + " ended with exit code " + code);
        }
    }

    private static void cutRedis(Cluster cluster, int node) throws Exception {
        cluster.relays().cut(cluster.redisRelay(node));
    }

    private static void restoreRedis(Cluster cluster, int node) throws Exception {
        cluster.relays().restore(cluster.redisRelay(node));
    }

    private static void killRedis(Cluster cluster, int node) throws Exception {
        cluster.redis().kill();
    }

    private static void restoreMongo(Cluster cluster, int node) throws Exception {
        cluster.relays().restore(cluster.mongoRelay(node));
    }

    /** Injects the fault, waits for its duration and removes it. */
    public void inject(Cluster cluster, int node) throws Exception {
        begin.run(cluster, node);
        Thread.sleep(duration.toMillis());
        end.run(cluster, node);
    }

    /** Whether every observer learns of changes of presence within the usual bound while the fault lasts. */
    public boolean leavesPresenceTimely() {
        return this == NODE_KILL || this == NODE_PAUSE;
    }

    /** Whether the other nodes cannot tell the node from a dead one, so that its users may be shown offline. */
    public boolean isolatesNode() {
        return this == NODE_PAUSE_BEYOND_LEASE || this == REDIS_CUT_BEYOND_LEASE || this == REDIS_HANGS_FOR_NODE;
    }

    /** The name on the command line and in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
