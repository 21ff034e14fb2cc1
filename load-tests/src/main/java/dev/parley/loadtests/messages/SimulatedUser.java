package dev.parley.loadtests.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.chat.Conversation;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A client that follows {@code docs/PROTOCOL.md}: it reconnects when it is disconnected or drained, repeats an unacknowledged message
 * under the same {@code clientMessageId}, and joins the chat again with {@code afterSeq} after {@code resync} or when a number is
 * missing. On the clients' event loop only.
 */
final class SimulatedUser {

    private static final int FIRST_RECONNECT_MS = 400;
    private static final int LAST_RECONNECT_MS = 6_400;
    private static final long RETRY_MS = 200;
    private static final long GAP_SETTLES_MS = 500;
    /** How likely a user connects to another node instead of sending, so that a node that was restarted has users again. */
    private static final double ROAMS = 0.05;

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);

    private final LoadClient client;
    private final List<Integer> ports;
    private final double roams;
    private final Conversation chat;
    private final String name;
    private final boolean mayStart;
    private final ClientStatistics statistics;
    private final Random random;
    private final ReceivedMessages received;
    private final CompletableFuture<Void> firstConnection = new CompletableFuture<>();
    private int reconnectWithinMs = FIRST_RECONNECT_MS;
    private UserConnection connection;
    private boolean isTalking;
    private int sent;
    /** The messages that have no acknowledgement yet. The first is sent, the others wait for its acknowledgement. */
    private final Deque<String> unacknowledged = new ArrayDeque<>();

    private boolean isSending;
    private boolean isCatchUpDue;
    private long lastHeard;

    /**
     * @param ports each attempt to connect takes one at random
     * @param side 0 or 1 in the chat
     */
    SimulatedUser(LoadClient client, List<Integer> ports, Conversation chat, int side, ClientStatistics statistics) {
        this.client = client;
        this.ports = ports;
        this.roams = ports.size() > 1 ? ROAMS : 0;
        this.chat = chat;
        this.name = chat.person(side);
        this.mayStart = side == 0;
        this.statistics = statistics;
        this.random = new Random(name.hashCode());
        this.received = new ReceivedMessages(name, statistics);
    }

    /** Completes at the first connection that is usable. */
    CompletableFuture<Void> connectFirst() {
        lastHeard = System.nanoTime();
        connect();
        return firstConnection;
    }

    private void connect() {
        UserConnection own = new UserConnection(this);
        connection = own;
        received.newConnection();
        client.connect(ports.get(random.nextInt(ports.size())), own)
                .thenCompose(socket -> request(own.use(socket), "user-join", name))
                .thenCompose(joined -> catchUp(own.socket()))
                .whenComplete((done, failure) -> connected(own, failure));
    }

    private void connected(UserConnection own, Throwable failure) {
        if (failure != null) {
            own.close();
        } else {
            own.ready();
            reconnectWithinMs = FIRST_RECONNECT_MS;
            firstConnection.complete(null);
            sendUnacknowledged();
        }
    }

    /**
     * Called once for each connection. The delay doubles with each failed attempt, as that of the official client. A user who moves
     * connects at once.
     */
    void disconnected(UserConnection own) {
        if (own != connection) {
            return;
        }
        statistics.connectionLost();
        if (own.isMoving()) {
            connect();
        } else {
            later(reconnectWithinMs / 2 + random.nextInt(reconnectWithinMs / 2), this::connect);
            reconnectWithinMs = Math.min(2 * reconnectWithinMs, LAST_RECONNECT_MS);
        }
    }

    private CompletableFuture<JsonNode> request(LoadSocket socket, String event, Object payload) {
        return client.within(ANSWER_WITHIN, socket.askOk(event, payload));
    }

    /** Reads what follows the last number without a gap, page by page. */
    private CompletableFuture<Void> catchUp(LoadSocket socket) {
        return request(socket, "join-chat", Map.of("chatId", chat.chatId(), "afterSeq", received.upTo()))
                .thenCompose(page -> {
                    page.path("messages").forEach(received::read);
                    return page.path("hasMore").asBoolean() ? catchUp(socket) : CompletableFuture.completedFuture(null);
                });
    }

    /** Reads what is missing when nothing is in flight any more. */
    CompletableFuture<Void> catchUp() {
        return catchUp(connection.socket());
    }

    /**
     * Sends a message each {@code pace}, unless the last one is unacknowledged. A provider waits for the client's first message, as the
     * rule {@code start} demands.
     */
    void startSending(Duration pace) {
        isTalking = true;
        lastHeard = System.nanoTime();
        later(random.nextInt((int) pace.toMillis()), () -> sendEach(pace));
    }

    private void sendEach(Duration pace) {
        if (isTalking) {
            sendNext();
            later(pace.toMillis(), () -> sendEach(pace));
        }
    }

    private void sendNext() {
        if (unacknowledged.isEmpty() && random.nextDouble() < roams) {
            connection.close();
        } else if (unacknowledged.isEmpty() && mayWrite()) {
            send(nextId());
        }
    }

    /** A provider may not write first: the rule {@code start}. */
    private boolean mayWrite() {
        return mayStart || received.upTo() > 0;
    }

    private String nextId() {
        return name + "-" + sent++;
    }

    private void send(String id) {
        unacknowledged.add(id);
        sendUnacknowledged();
    }

    /** Sends a message after those that wait. @param second in which it is due */
    void send(int second, long dueAt) {
        String id = nextId();
        statistics.latencies().due(id, second, dueAt);
        send(id);
    }

    /** Connects again, as a page that is loaded again. */
    void reload() {
        if (connection.isUsable()) {
            connection.move();
        }
    }

    void stopSending() {
        isTalking = false;
    }

    boolean isIdle() {
        return unacknowledged.isEmpty() && connection.isUsable();
    }

    private void sendUnacknowledged() {
        if (unacknowledged.isEmpty() || isSending || !connection.isUsable() || !mayWrite()) {
            return;
        }
        String id = unacknowledged.element();
        isSending = true;
        client.within(ANSWER_WITHIN, connection.socket().ask("send-message", chat.message(id)))
                .whenComplete((answer, failure) -> answered(id, answer, failure));
    }

    private void answered(String id, JsonNode answer, Throwable failure) {
        isSending = false;
        if (failure == null && answer.path("ok").asBoolean()) {
            heard();
            statistics.acknowledged(id);
            unacknowledged.remove();
            connection.closeIfMoving();
            sendUnacknowledged();
            return;
        }
        if (failure == null) {
            statistics.refused(answer.path("error").path("code").asText());
        }
        connection.closeIfMoving();
        statistics.retried();
        later(RETRY_MS, this::sendUnacknowledged);
    }

    /** An event on the present connection. */
    void event(String event, JsonNode payload) {
        heard();
        switch (event) {
            case "new-message" -> newMessage(payload);
            case "user-status-changed" -> statusChanged(payload);
            case "server-draining" -> later(payload.path("reconnectAfterMs").asLong(), connection::move);
            case "resync" -> {
                statistics.resync();
                catchUpNow();
            }
            default -> {}
        }
    }

    private void newMessage(JsonNode message) {
        boolean hasGap = received.receiveLive(message);
        sendUnacknowledged();
        if (hasGap) {
            later(GAP_SETTLES_MS, () -> {
                if (received.hasGap()) {
                    catchUpNow();
                }
            });
        }
    }

    private void catchUpNow() {
        UserConnection own = connection;
        if (own.isUsable()) {
            catchUp(own.socket()).whenComplete((done, failure) -> {
                if (failure != null) {
                    catchUpLater();
                }
            });
        }
    }

    private void catchUpLater() {
        if (!isCatchUpDue) {
            isCatchUpDue = true;
            later(RETRY_MS, () -> {
                isCatchUpDue = false;
                catchUpNow();
            });
        }
    }

    private void statusChanged(JsonNode change) {
        if (!change.path("isOnline").asBoolean()
                && !change.path("userId").asText().equals(name)) {
            statistics.announcedOffline();
        }
    }

    private void heard() {
        long now = System.nanoTime();
        statistics.silence(now - lastHeard);
        lastHeard = now;
    }

    boolean awaitsAcknowledgement() {
        return isSending;
    }

    private void later(long millis, Runnable task) {
        client.loop().schedule(task, millis, TimeUnit.MILLISECONDS);
    }
}
