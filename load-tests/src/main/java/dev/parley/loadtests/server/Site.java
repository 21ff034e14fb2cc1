package dev.parley.loadtests.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One contender with stores of its own: so many nodes, one Redis, one MongoDB-compatible server, each a process. */
public final class Site implements AutoCloseable {

    private final Contender contender;
    private final Path logs;
    private final List<ServerProcess> processes = new ArrayList<>();
    private final List<ServerProcess> nodes = new ArrayList<>();
    private final List<NodePlan> plans = new ArrayList<>();
    private ServerProcess redis;

    private Site(Contender contender, Path logs) {
        this.contender = contender;
        this.logs = logs;
    }

    public static Site start(Contender contender, int nodeCount, Path logs) throws InterruptedException {
        Site site = new Site(contender, logs);
        try {
            site.startAll(nodeCount);
            return site;
        } catch (RuntimeException | InterruptedException e) {
            site.close();
            throw e;
        }
    }

    private void startAll(int nodeCount) throws InterruptedException {
        int redisPort = Ports.free();
        redis = run("redis", Stores.redis(redisPort)).awaitPort(redisPort);
        int mongoPort = Ports.free();
        run("mongo", Stores.mongo(mongoPort)).awaitPort(mongoPort);
        for (int i = 0; i < nodeCount; i++) {
            NodePlan plan = NodePlan.onFreePorts(redisPort, mongoPort);
            nodes.add(run("node" + i, contender.command().apply(plan))
                    .awaitOk(contender.ready().apply(plan)));
            plans.add(plan);
        }
    }

    private ServerProcess run(String role, List<String> command) {
        ServerProcess process = ServerProcess.start(contender.name() + "-" + role, logs, command);
        processes.add(process);
        return process;
    }

    public Contender contender() {
        return contender;
    }

    public List<ServerProcess> nodes() {
        return List.copyOf(nodes);
    }

    public NodePlan plan(int node) {
        return plans.get(node % plans.size());
    }

    public ServerProcess redis() {
        return redis;
    }

    /** Makes every node give back the memory that it does not need. */
    public void collectGarbage() throws Exception {
        for (ServerProcess node : nodes) {
            contender.collectGarbage().collect(node);
        }
    }

    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).close();
        }
    }
}
