package dev.parley.loadtests.presence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.client.SocketListener;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One device of a user. It connects, then reloads, roams to another node or leaves for some seconds at random, and reconnects when it is
 * disconnected. On the clients' event loop only.
 */
final class SimulatedDevice {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);
    private static final int RETRY_MS = 500;
    private static final byte DRAINING_MARK = 's';

    private final LoadClient client;
    private final List<Integer> ports;
    private final PresenceTruth truth;
    private final UserTruth user;
    private final Random random;
    private final long actionEveryMs;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private Connection connection;
    private int node;
    private boolean isChurning;
    private int failures;

    SimulatedDevice(
            LoadClient client,
            List<Integer> ports,
            PresenceTruth truth,
            UserTruth user,
            long seed,
            Duration actionEvery) {
        this.client = client;
        this.ports = ports;
        this.truth = truth;
        this.user = user;
        this.random = new Random(seed);
        this.actionEveryMs = actionEvery.toMillis();
        this.node = random.nextInt(ports.size());
        user.add(this);
    }

    int node() {
        return node;
    }

    /** Connected and identified. */
    boolean isReady() {
        return connection != null && connection.isReady;
    }

    /** Neither connected nor connecting. */
    boolean isOffline() {
        return connection == null;
    }

    /** Completes when the device is ready for the first time. */
    CompletableFuture<Void> connectFirst() {
        connect();
        return firstReady;
    }

    private void connect() {
        Connection own = new Connection();
        connection = own;
        truth.update(user);
        client.connect(ports.get(node), own).whenComplete((socket, failure) -> {
            if (failure != null) {
                own.closed();
            } else {
                own.opened(socket);
            }
        });
    }

    /** From now on the device reloads, roams and leaves. */
    void startChurning() {
        isChurning = true;
        if (isReady()) {
            scheduleAction(connection);
        }
    }

    /** From now on the device keeps its connection, or opens one if it has none. */
    void stopChurning() {
        isChurning = false;
    }

    private void scheduleAction(Connection own) {
        long delay = (long) (-Math.log(1 - random.nextDouble()) * actionEveryMs);
        later(delay, () -> {
            if (isChurning && own == connection && own.isReady) {
                act();
            }
        });
    }

    private void act() {
        double choice = random.nextDouble();
        if (choice < 0.5) {
            leaveFor(100 + random.nextInt(800), node);
        } else if (choice < 0.8) {
            leaveFor(50 + random.nextInt(450), otherNode());
        } else {
            leaveFor(5_000 + random.nextInt(20_000), random.nextInt(ports.size()));
        }
    }

    private void leaveFor(int millis, int nextNode) {
        disconnect();
        node = nextNode;
        reconnectAfter(millis);
    }

    private void disconnect() {
        Connection own = connection;
        connection = null;
        own.close();
        truth.update(user);
    }

    /** The connection was closed by the server or the network. Some users do not reconnect immediately. */
    private void lost(Connection own) {
        if (own == connection) {
            boolean comesBackAtOnce = !own.isReady || !isChurning || random.nextDouble() < 0.7;
            connection = null;
            truth.update(user);
            node = otherNode();
            failures++;
            int delay = 100 + random.nextInt(200 * Math.min(failures, 10));
            reconnectAfter(comesBackAtOnce ? delay : 15_000 + random.nextInt(10_000));
        }
    }

    private void reconnectAfter(long millis) {
        later(millis, () -> {
            if (connection == null) {
                connect();
            }
        });
    }

    private int otherNode() {
        return (node + 1 + random.nextInt(Math.max(1, ports.size() - 1))) % ports.size();
    }

    private void later(long millis, Runnable task) {
        client.loop().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private final class Connection implements SocketListener {
        private LoadSocket socket;
        private boolean isReady;
        private boolean isClosed;

        void opened(LoadSocket open) {
            socket = open;
            if (isClosed) {
                socket.close();
            } else {
                identify();
            }
        }

        private void identify() {
            client.within(ANSWER_WITHIN, socket.ask("user-join", user.id())).whenComplete(this::identified);
        }

        private void identified(JsonNode answer, Throwable failure) {
            if (this != connection) {
                return;
            }
            if (failure != null) {
                close();
                closed();
            } else if (answer.path("ok").asBoolean()) {
                isReady = true;
                failures = 0;
                truth.update(user);
                firstReady.complete(null);
                if (isChurning) {
                    scheduleAction(this);
                }
            } else {
                later(RETRY_MS, () -> {
                    if (this == connection) {
                        identify();
                    }
                });
            }
        }

        void close() {
            isClosed = true;
            if (socket != null) {
                socket.close();
            }
        }

        @Override
        public void event(ByteBuf in, int from, int to) {
            if (in.getByte(from + 2) == DRAINING_MARK) {
                later(reconnectAfterMs(in.toString(from, to - from, StandardCharsets.UTF_8)), () -> {
                    if (this == connection) {
                        leaveFor(random.nextInt(300), otherNode());
                    }
                });
            }
        }

        private static long reconnectAfterMs(String event) {
            return Long.parseLong(event.replaceAll("\\D", ""));
        }

        @Override
        public void closed() {
            lost(this);
        }
    }
}
