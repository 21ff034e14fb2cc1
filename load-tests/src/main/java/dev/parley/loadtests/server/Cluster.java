package dev.parley.loadtests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gateways on one Redis and one MongoDB-compatible server, each a process, with the means to make them fail. */
public final class Cluster implements AutoCloseable {

    private static final Duration BALANCED_WITHIN = Duration.ofSeconds(60);
    private static final Duration BEYOND_THE_DRAIN = Duration.ofSeconds(30);
    private static final Duration SCRAPE_WITHIN = Duration.ofSeconds(1);

    private final ClusterSettings settings;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(SCRAPE_WITHIN).build();
    private final List<Runnable> others = new ArrayList<>();
    private final List<NodePlan> plans = new ArrayList<>();
    /** Other threads sample it. */
    private final List<ServerProcess> nodes = new CopyOnWriteArrayList<>();

    private final int port = Ports.free();
    private final int mongoPort = Ports.free();
    private RedisProcess redis;
    private Relays relays;
    private int started;

    private Cluster(ClusterSettings settings) {
        this.settings = settings;
    }

    /** Returns when clients can connect. */
    public static Cluster start(ClusterSettings settings) throws Exception {
        return start(settings, cluster -> {
            cluster.startStores();
            cluster.launchNodes();
            cluster.awaitAllReady();
            if (settings.haproxy().isPresent()) {
                cluster.startHaProxy(settings.haproxy().get());
                cluster.awaitBalanced();
            }
        });
    }

    /** The stores and the load balancer, which finds no node yet. */
    public static Cluster startWithoutNodes(ClusterSettings settings) throws Exception {
        return start(settings, cluster -> {
            cluster.startStores();
            cluster.startHaProxy(settings.haproxy().orElseThrow());
        });
    }

    private static Cluster start(ClusterSettings settings, Steps steps) throws Exception {
        Cluster cluster = new Cluster(settings);
        try {
            steps.run(cluster);
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private interface Steps {
        void run(Cluster cluster) throws Exception;
    }

    private void startStores() throws Exception {
        redis = RedisProcess.start(settings.name() + "-redis", settings.logs());
        ServerProcess mongo = process("mongo", StoreCommands.mongo(mongoPort));
        others.add(mongo::close);
        mongo.awaitPort(mongoPort);
        if (settings.relay().isPresent()) {
            startRelays(settings.relay().get());
        } else {
            planNodes(redis.port(), mongoPort);
        }
    }

    /** Starts the nodes of a cluster that has none. Does not wait until they are ready. */
    public void launchNodes() {
        for (int node = 0; node < settings.nodes(); node++) {
            nodes.add(launched(node));
        }
    }

    /** Another program, without nodes, on the stores of this cluster. */
    public Deployment withSameStores(Contender other) {
        return Deployment.onStores(other, settings.logs(), redis.port(), mongoPort);
    }

    private void planNodes(int redisPort, int mongoPort) {
        for (int node = 0; node < settings.nodes(); node++) {
            plans.add(NodePlan.onFreePorts(redisPort, mongoPort));
        }
    }

    /** The relays of node n are number 2n, to Redis, and 2n + 1, to MongoDB. */
    private void startRelays(Path program) throws InterruptedException {
        List<Relays.Route> routes = new ArrayList<>();
        for (int node = 0; node < settings.nodes(); node++) {
            NodePlan plan = NodePlan.onFreePorts(Ports.free(), Ports.free());
            plans.add(plan);
            routes.add(new Relays.Route(plan.redisPort(), redis.port()));
            routes.add(new Relays.Route(plan.mongoPort(), mongoPort));
        }
        relays = Relays.start(settings.name() + "-relays", settings.logs(), program, routes);
        others.add(relays::close);
    }

    private void startHaProxy(Path config) throws Exception {
        ServerProcess haproxy = process("haproxy", HaProxy.command(config, settings.logs(), port, plans));
        others.add(haproxy::close);
        haproxy.awaitPort(port);
    }

    private ServerProcess process(String role, List<String> command) {
        return ServerProcess.start(settings.name() + "-" + role, settings.logs(), command);
    }

    /** A node that is started again gets a log file of its own. */
    private ServerProcess launched(int node) {
        List<String> command = new ArrayList<>(settings.gateway().apply(plans.get(node)));
        command.addAll(List.of("--drain-time", settings.drain().toMillis() + "ms"));
        boolean isFirst = started++ < settings.nodes();
        return process("node" + node + (isFirst ? "" : "-start" + started), command);
    }

    private void awaitReady(int node) throws InterruptedException {
        nodes.get(node).awaitOk(plans.get(node).ops("/health/ready"));
    }

    /** Waits until HAProxy, which checks the health of the nodes, has found one for a client. */
    public void awaitBalanced() throws InterruptedException {
        long deadline = System.nanoTime() + BALANCED_WITHIN.toNanos();
        URI handshake = URI.create("http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling");
        while (status(handshake) != 200) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("HAProxy finds no node");
            }
            Thread.sleep(100);
        }
    }

    private int status(URI address) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** The ports that clients connect to: that of HAProxy, or those of the nodes. */
    public List<Integer> clientPorts() {
        return settings.haproxy().isPresent()
                ? List.of(port)
                : plans.stream().map(NodePlan::port).toList();
    }

    public int size() {
        return plans.size();
    }

    public NodePlan plan(int node) {
        return plans.get(node);
    }

    public RedisProcess redis() {
        return redis;
    }

    public Relays relays() {
        return relays;
    }

    public int redisRelay(int node) {
        return 2 * node;
    }

    public int mongoRelay(int node) {
        return 2 * node + 1;
    }

    /** SIGTERM. Returns when the node has drained and ended. @return its exit code */
    public int drain(int node) throws InterruptedException {
        return nodes.get(node).end(settings.drain().plus(BEYOND_THE_DRAIN));
    }

    /** {@code kill -9}. */
    public void kill(int node) throws InterruptedException {
        nodes.get(node).kill();
    }

    /** SIGSTOP: the process keeps its connections and does nothing. */
    public void suspend(int node) throws IOException, InterruptedException {
        nodes.get(node).signal("STOP");
    }

    public void resume(int node) throws IOException, InterruptedException {
        nodes.get(node).signal("CONT");
    }

    /** Starts an ended node on its former ports. Returns when it is ready. */
    public void restart(int node) throws InterruptedException {
        nodes.set(node, launched(node));
        awaitReady(node);
    }

    /** Waits until every node is ready. */
    public void awaitAllReady() throws InterruptedException {
        for (int node = 0; node < nodes.size(); node++) {
            awaitReady(node);
        }
    }

    /** CPU seconds that each process of a node has used, by its id, without the processes that have ended. */
    public Map<Long, Double> cpuSeconds() {
        Map<Long, Double> used = new HashMap<>();
        for (ServerProcess node : nodes) {
            try {
                used.put(node.pid(), ProcStat.cpu(node.pid()).total());
            } catch (UncheckedIOException ended) {
                // Deliberate: a node that ends between two samples loses less than one sample.
            }
        }
        return used;
    }

    /** Open sessions of a node according to its metrics; empty while it does not answer. */
    public OptionalInt connections(int node) throws InterruptedException {
        try {
            HttpRequest scrape = HttpRequest.newBuilder(plans.get(node).ops("/metrics"))
                    .timeout(SCRAPE_WITHIN)
                    .build();
            return OptionalInt.of(http.send(scrape, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("parley_connections{"))
                    .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum());
        } catch (IOException noAnswer) {
            return OptionalInt.empty();
        }
    }

    /** Kills the nodes: nothing is left to drain. */
    @Override
    public void close() {
        nodes.forEach(ServerProcess::destroy);
        others.forEach(Runnable::run);
        if (redis != null) {
            redis.close();
        }
    }
}
