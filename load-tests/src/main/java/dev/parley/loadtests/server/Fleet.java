package dev.parley.loadtests.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Gateways on one Redis and one MongoDB-compatible server, behind HAProxy with the configuration that is shipped. */
public final class Fleet implements AutoCloseable {

    private static final Duration GIVE_UP_STARTING = Duration.ofSeconds(60);
    private static final Duration BEYOND_THE_DRAIN = Duration.ofSeconds(15);
    private static final Duration SCRAPE_WITHIN = Duration.ofSeconds(1);

    private final FleetSettings settings;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(SCRAPE_WITHIN).build();
    private final List<ServerProcess> others = new ArrayList<>();
    private final List<NodePlan> plans = new ArrayList<>();
    private final List<ServerProcess> nodes = new ArrayList<>();
    private final int port = Ports.free();
    private final int redisPort = Ports.free();
    private ServerProcess redis;

    private Fleet(FleetSettings settings) {
        this.settings = settings;
    }

    /** Returns when clients can come. */
    public static Fleet start(FleetSettings settings) throws Exception {
        Fleet fleet = new Fleet(settings);
        try {
            fleet.startAll();
            return fleet;
        } catch (Exception e) {
            fleet.close();
            throw e;
        }
    }

    private void startAll() throws Exception {
        redis = launchedRedis();
        int mongo = Ports.free();
        run("mongo", Stores.mongo(mongo)).awaitPort(mongo);
        for (int i = 0; i < settings.nodes(); i++) {
            plans.add(NodePlan.onFreePorts(redisPort, mongo));
            nodes.add(launched(i));
        }
        for (int i = 0; i < settings.nodes(); i++) {
            awaitReady(i);
        }
        run("haproxy", HaProxy.command(settings.haproxy(), settings.logs(), port, plans))
                .awaitPort(port);
        awaitBalanced();
    }

    private ServerProcess run(String role, List<String> command) {
        ServerProcess process = started(role, command);
        others.add(process);
        return process;
    }

    private ServerProcess started(String role, List<String> command) {
        return ServerProcess.start(settings.name() + "-" + role, settings.logs(), command);
    }

    private ServerProcess launchedRedis() throws InterruptedException {
        return started("redis", Stores.redis(redisPort)).awaitPort(redisPort);
    }

    private ServerProcess launched(int node) {
        List<String> command = new ArrayList<>(settings.gateway().apply(plans.get(node)));
        command.addAll(List.of("--drain-time", settings.drain().toMillis() + "ms"));
        return started("node" + node, command);
    }

    private void awaitReady(int node) throws InterruptedException {
        nodes.get(node).awaitOk(plans.get(node).ops("/health/ready"));
    }

    /** HAProxy asks the nodes for their health before it lets anybody in. */
    private void awaitBalanced() throws InterruptedException {
        long deadline = System.nanoTime() + GIVE_UP_STARTING.toNanos();
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

    /** Where clients connect. */
    public int port() {
        return port;
    }

    public int size() {
        return plans.size();
    }

    public NodePlan plan(int node) {
        return plans.get(node);
    }

    /** SIGTERM, until the process has ended by itself. @return its exit code */
    public int end(int node) throws InterruptedException {
        return nodes.get(node).end(settings.drain().plus(BEYOND_THE_DRAIN));
    }

    /** {@code kill -9}. */
    public void kill(int node) throws InterruptedException {
        nodes.get(node).kill();
    }

    /** On the ports that it had; returns when it is ready. */
    public void startAgain(int node) throws InterruptedException {
        nodes.set(node, launched(node));
        awaitReady(node);
    }

    /** {@code kill -9}, and with it goes all that it held. */
    public void killRedis() throws InterruptedException {
        redis.kill();
    }

    /** Empty, on the port that it had. */
    public void startRedisAgain() throws InterruptedException {
        redis = launchedRedis();
    }

    /** Sessions that are open on a node, as its metrics tell; empty while it is away. */
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
        } catch (IOException away) {
            return OptionalInt.empty();
        }
    }

    @Override
    public void close() {
        nodes.forEach(Fleet::halt);
        others.forEach(ServerProcess::close);
        if (redis != null) {
            redis.close();
        }
    }

    /** When all is over nobody need be drained. */
    private static void halt(ServerProcess node) {
        try {
            node.kill();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
