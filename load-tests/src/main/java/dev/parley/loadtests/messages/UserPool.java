package dev.parley.loadtests.messages;

import dev.parley.loadtests.chat.Conversation;
import dev.parley.loadtests.chat.Conversations;
import dev.parley.loadtests.client.BoundedConcurrency;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.server.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The users of a drill, two in each chat. Called by the drill's thread; the users live on the clients' event loop. */
final class UserPool implements AutoCloseable {

    private static final int MAX_CONCURRENT = 25;
    private static final long LAST_ANSWERS_WITHIN_S = 60;
    private static final long PUSHES_SETTLE_MS = 3_000;

    private final LoadClient client = new LoadClient();
    private final ClientStatistics statistics = new ClientStatistics();
    private final List<Conversation> chats;
    private final List<SimulatedUser> users = new ArrayList<>();

    private UserPool(List<Conversation> chats) {
        this.chats = chats;
    }

    /** Creates the chats and connects their users. */
    static UserPool connect(Cluster cluster, int chats) throws Exception {
        UserPool pool = of(cluster, Conversations.open(cluster.plan(0), "drill", chats));
        try {
            BoundedConcurrency.forEach(pool.users, MAX_CONCURRENT, user -> pool.onLoop(user::connectFirst));
            return pool;
        } catch (Exception e) {
            pool.close();
            throw e;
        }
    }

    /** The users of these chats, who are not connected. */
    static UserPool of(Cluster cluster, List<Conversation> chats) {
        UserPool pool = new UserPool(chats);
        for (Conversation chat : chats) {
            pool.users.add(new SimulatedUser(pool.client, cluster.clientPorts(), chat, 0, pool.statistics));
            pool.users.add(new SimulatedUser(pool.client, cluster.clientPorts(), chat, 1, pool.statistics));
        }
        return pool;
    }

    /** All users connect at once, and their messages are due from now on. */
    PacedUsers startPaced(double messagesPerSecond) throws Exception {
        return callOnLoop(() -> {
            statistics.count(true);
            users.forEach(SimulatedUser::connectFirst);
            return PacedUsers.start(client.loop(), users, messagesPerSecond);
        });
    }

    List<Conversation> chats() {
        return chats;
    }

    void startSending(Duration pace) throws Exception {
        runOnLoop(() -> {
            statistics.count(true);
            users.forEach(user -> user.startSending(pace));
        });
    }

    void startPhase(int number) throws Exception {
        runOnLoop(() -> statistics.startPhase(number));
    }

    /** Returns when every message is acknowledged and every push has had time to arrive. */
    void stopSending() throws Exception {
        runOnLoop(() -> users.forEach(SimulatedUser::stopSending));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_ANSWERS_WITHIN_S);
        while (!callOnLoop(() -> users.stream().allMatch(SimulatedUser::isIdle))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "some messages were never acknowledged, or some users never reconnected");
            }
            Thread.sleep(50);
        }
        Thread.sleep(PUSHES_SETTLE_MS);
        runOnLoop(() -> statistics.count(false));
    }

    /** Every user asks for messages after its last one, which shows those whose push was lost. */
    void requestHistory() throws Exception {
        BoundedConcurrency.forEach(users, MAX_CONCURRENT, user -> onLoop(user::catchUp));
    }

    ClientStatistics statistics() {
        return statistics;
    }

    <T> T callOnLoop(Callable<T> task) throws Exception {
        return client.loop().submit(task).get(30, TimeUnit.SECONDS);
    }

    private void runOnLoop(Runnable task) throws Exception {
        client.loop().submit(task).get(30, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> onLoop(Supplier<CompletableFuture<Void>> task) {
        return CompletableFuture.supplyAsync(task, client.loop()).thenCompose(stage -> stage);
    }

    @Override
    public void close() {
        client.close();
    }
}
