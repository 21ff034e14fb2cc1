package dev.parley.loadtests.presence;

import dev.parley.loadtests.chat.Conversations;
import dev.parley.loadtests.chat.Conversations.Participants;
import dev.parley.loadtests.client.BoundedConcurrency;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.server.Cluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** All devices, users and observers of the drill. Called by the drill's thread; everything else is on the clients' event loop. */
final class PresencePopulation implements AutoCloseable {

    /** A user's contacts are told of a change; an observer has chats with this many users. */
    private static final int GROUP = 200;

    private static final int MAX_CONCURRENT = 32;
    private static final long CONNECT_WITHIN_S = 120;
    private static final long AUDIT_EVERY_MS = 1_000;

    private final LoadClient client = new LoadClient();
    private final PresenceDrillState state = new PresenceDrillState();
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final List<ObserverGroup> groups = new ArrayList<>();

    private PresencePopulation() {}

    /** Creates users and chats, and connects observers and devices. */
    static PresencePopulation connect(Cluster cluster, PresenceDrillSize size) throws Exception {
        PresencePopulation population = new PresencePopulation();
        try {
            population.create(cluster, size);
            population.connectAll();
            return population;
        } catch (Exception e) {
            population.close();
            throw e;
        }
    }

    private void create(Cluster cluster, PresenceDrillSize size) throws Exception {
        List<Participants> chats = new ArrayList<>();
        for (int number = 0; devices.size() < size.sockets(); number++) {
            UserTruth user = state.truth().user("user-" + number);
            int devicesOfUser = 1 + number % 2;
            for (int i = 0; i < devicesOfUser; i++) {
                long seed = size.seed() * 1_000_003 + devices.size();
                devices.add(new SimulatedDevice(
                        client, cluster.clientPorts(), state.truth(), user, seed, size.actionEvery()));
            }
            chats.add(new Participants(user.id(), "observer-" + number / GROUP));
        }
        Conversations.open(cluster.plan(0), chats);
        List<UserTruth> users = state.truth().users();
        for (int from = 0; from < users.size(); from += GROUP) {
            groups.add(group(cluster, from / GROUP, users.subList(from, Math.min(from + GROUP, users.size()))));
        }
    }

    private ObserverGroup group(Cluster cluster, int number, List<UserTruth> users) {
        List<PresenceObserver> observers = cluster.clientPorts().stream()
                .map(port -> new PresenceObserver(client, port, "observer-" + number, users, state))
                .toList();
        return new ObserverGroup(users, observers);
    }

    private void connectAll() throws Exception {
        runOnLoop(() -> groups.forEach(group -> group.observers().forEach(PresenceObserver::connect)));
        await("all observers are connected", () -> groups.stream()
                .allMatch(group -> group.observers().stream().allMatch(PresenceObserver::isReady)));
        BoundedConcurrency.forEach(
                devices, MAX_CONCURRENT, device -> CompletableFuture.supplyAsync(device::connectFirst, client.loop())
                        .thenCompose(connected -> connected));
        client.loop()
                .scheduleAtFixedRate(
                        () -> groups.forEach(ObserverGroup::audit),
                        AUDIT_EVERY_MS,
                        AUDIT_EVERY_MS,
                        TimeUnit.MILLISECONDS);
        runOnLoop(() -> devices.forEach(SimulatedDevice::startChurning));
    }

    private void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_WITHIN_S);
        while (!callOnLoop(condition)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not within " + CONNECT_WITHIN_S + " s: " + what);
            }
            Thread.sleep(100);
        }
    }

    void faultBegins(int node, boolean isolates, boolean disturbs) throws Exception {
        runOnLoop(() -> state.truth().faultBegins(node, isolates, disturbs));
    }

    void faultEnded() throws Exception {
        runOnLoop(() -> state.truth().faultEnded());
    }

    void startPhase() throws Exception {
        runOnLoop(state::startPhase);
    }

    void stopChurning() throws Exception {
        runOnLoop(() -> devices.forEach(SimulatedDevice::stopChurning));
    }

    NodeComparison compareNodes() throws Exception {
        List<CompletableFuture<NodeComparison>> all =
                callOnLoop(() -> groups.stream().map(ObserverGroup::compare).toList());
        NodeComparison sum = new NodeComparison(0, 0, 0, 0, 0);
        for (CompletableFuture<NodeComparison> each : all) {
            sum = sum.plus(each.get(60, TimeUnit.SECONDS));
        }
        return sum;
    }

    /** The counts of the present phase. */
    Map<String, Object> counts() throws Exception {
        return callOnLoop(() -> state.counts().asMap());
    }

    /** The sums over all phases. */
    Map<String, Object> totals() throws Exception {
        return callOnLoop(() -> {
            Map<String, Object> totals = new LinkedHashMap<>();
            state.phases().forEach(phase -> phase.asMap()
                    .forEach((figure, value) -> totals.merge(
                            figure, ((Number) value).longValue(), (one, other) -> (Long) one + (Long) other)));
            return totals;
        });
    }

    private <T> T callOnLoop(Callable<T> task) throws Exception {
        return client.loop().submit(task).get(60, TimeUnit.SECONDS);
    }

    private void runOnLoop(Runnable task) throws Exception {
        client.loop().submit(task).get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        client.close();
    }
}
