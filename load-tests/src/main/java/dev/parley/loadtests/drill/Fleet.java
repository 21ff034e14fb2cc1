package dev.parley.loadtests.drill;

import dev.parley.loadtests.server.NodePlan;
import dev.parley.loadtests.server.Ports;
import dev.parley.loadtests.server.ServerProcess;
import dev.parley.loadtests.server.Stores;
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
final class Fleet implements AutoCloseable {

    private static final Duration GIVE_UP_STARTING = Duration.ofSeconds(60);
    private static final Duration BEYOND_THE_DRAIN = Duration.ofSeconds(15);
    private static final Duration SCRAPE_WITHIN = Duration.ofSeconds(1);

    private final DrillSettings settings;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(SCRAPE_WITHIN).build();
    private final List<ServerProcess> others = new ArrayList<>();
    private final List<NodePlan> plans = new ArrayList<>();
    private final List<ServerProcess> nodes = new ArrayList<>();
    private final int port = Ports.free();

    private Fleet(DrillSettings settings) {
        this.settings = settings;
    }

    static Fleet start(DrillSettings settings) throws Exception {
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
        int redis = Ports.free();
        run("redis", Stores.redis(redis)).awaitPort(redis);
        int mongo = Ports.free();
        run("mongo", Stores.mongo(mongo)).awaitPort(mongo);
        for (int i = 0; i < DrillSettings.NODES; i++) {
            plans.add(NodePlan.onFreePorts(redis, mongo));
            nodes.add(launched(i));
        }
        for (int i = 0; i < DrillSettings.NODES; i++) {
            awaitReady(i);
        }
        run("haproxy", HaProxy.command(settings.haproxy(), settings.logs(), port, plans))
                .awaitPort(port);
        awaitBalanced();
    }

    private ServerProcess run(String role, List<String> command) {
        ServerProcess process = ServerProcess.start("drill-" + role, settings.logs(), command);
        others.add(process);
        return process;
    }

    private ServerProcess launched(int node) {
        List<String> command = new ArrayList<>(settings.gateway().apply(plans.get(node)));
        command.addAll(List.of("--drain-time", settings.drain().toMillis() + "ms"));
        return ServerProcess.start("drill-node" + node, settings.logs(), command);
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
    int port() {
        return port;
    }

    NodePlan plan(int node) {
        return plans.get(node);
    }

    /** SIGTERM, until the process has ended by itself. @return its exit code */
    int end(int node) throws InterruptedException {
        return nodes.get(node).end(settings.drain().plus(BEYOND_THE_DRAIN));
    }

    /** {@code kill -9}. */
    void kill(int node) throws InterruptedException {
        nodes.get(node).kill();
    }

    /** On the ports that it had; returns when it is ready. */
    void startAgain(int node) throws InterruptedException {
        nodes.set(node, launched(node));
        awaitReady(node);
    }

    /** Sessions that are open on a node, as its metrics tell; empty while it is away. */
    OptionalInt connections(int node) throws InterruptedException {
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
    }

    /** Whom the drill is over for need not be drained. */
    private static void halt(ServerProcess node) {
        try {
            node.kill();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
