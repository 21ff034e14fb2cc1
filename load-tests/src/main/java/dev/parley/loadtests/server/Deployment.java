package dev.parley.loadtests.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The nodes of one contender with a Redis and a MongoDB-compatible server. Each is a process. */
public final class Deployment implements AutoCloseable {

    private final Contender contender;
    private final Path logs;
    private final List<ServerProcess> stores = new ArrayList<>();
    private final List<ServerProcess> nodes = new ArrayList<>();
    private final List<NodePlan> plans = new ArrayList<>();
    private final int redisPort;
    private final int mongoPort;
    private ServerProcess redis;
    private ServerProcess mongo;

    private Deployment(Contender contender, Path logs, int redisPort, int mongoPort) {
        this.contender = contender;
        this.logs = logs;
        this.redisPort = redisPort;
        this.mongoPort = mongoPort;
    }

    /** Returns when every node is ready. */
    public static Deployment start(Contender contender, int nodeCount, Path logs) throws InterruptedException {
        Deployment deployment = startStores(contender, logs);
        try {
            for (int i = 0; i < nodeCount; i++) {
                deployment.startNode();
            }
            return deployment;
        } catch (RuntimeException | InterruptedException e) {
            deployment.close();
            throw e;
        }
    }

    /** Without a node. */
    public static Deployment startStores(Contender contender, Path logs) throws InterruptedException {
        Deployment deployment = new Deployment(contender, logs, Ports.free(), Ports.free());
        try {
            deployment.redis = deployment.store("redis", StoreCommands.redis(deployment.redisPort));
            deployment.mongo = deployment.store("mongo", StoreCommands.mongo(deployment.mongoPort));
            deployment.redis.awaitPort(deployment.redisPort);
            deployment.mongo.awaitPort(deployment.mongoPort);
            return deployment;
        } catch (RuntimeException | InterruptedException e) {
            deployment.close();
            throw e;
        }
    }

    /** Another contender, without nodes, on the stores of this deployment. Closing it leaves the stores running. */
    public Deployment withSameStores(Contender other) {
        Deployment deployment = new Deployment(other, logs, redisPort, mongoPort);
        deployment.redis = redis;
        return deployment;
    }

    /** Without nodes, on stores that somebody else started and stops. */
    static Deployment onStores(Contender contender, Path logs, int redisPort, int mongoPort) {
        return new Deployment(contender, logs, redisPort, mongoPort);
    }

    private ServerProcess store(String role, List<String> command) {
        ServerProcess process = ServerProcess.start(contender.name() + "-" + role, logs, command);
        stores.add(process);
        return process;
    }

    /** Returns when the node is ready. */
    public void startNode() throws InterruptedException {
        NodePlan plan = NodePlan.onFreePorts(redisPort, mongoPort);
        ServerProcess node = ServerProcess.start(
                contender.name() + "-node" + nodes.size(),
                logs,
                contender.command().apply(plan));
        nodes.add(node);
        plans.add(plan);
        node.awaitOk(contender.ready().apply(plan));
    }

    public Contender contender() {
        return contender;
    }

    public List<ServerProcess> nodes() {
        return List.copyOf(nodes);
    }

    /** The plan of a node; numbers beyond the last node start over. */
    public NodePlan plan(int node) {
        return plans.get(node % plans.size());
    }

    public ServerProcess redis() {
        return redis;
    }

    public ServerProcess mongo() {
        return mongo;
    }

    /** Collects the garbage of every node. */
    public void collectGarbage() throws Exception {
        for (ServerProcess node : nodes) {
            contender.collectGarbage().collect(node);
        }
    }

    @Override
    public void close() {
        nodes.forEach(ServerProcess::close);
        stores.forEach(ServerProcess::close);
    }
}
