package dev.parley.loadtests.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.client.SocketListener;
import dev.parley.loadtests.server.Deployment;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Two users in each chat. A fixed number of messages is in flight; the writers take turns. Everything received is counted. The
 * counters belong to the client's event loop.
 */
final class ChatTraffic {

    private static final byte NEW_MESSAGE_MARK = 'n';
    private static final byte NOTIFICATION_MARK = 'm';

    private final LoadClient client;
    private final List<Conversation> chats;
    private final List<LoadSocket> writers = new ArrayList<>();
    private final List<LoadSocket> readers = new ArrayList<>();
    private final Histogram untilAcknowledged = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private boolean isRunning;
    private int nextWriter;
    private long sent;
    private long acknowledged;
    private long refused;
    private long delivered;
    private long notified;

    ChatTraffic(LoadClient client, List<Conversation> chats) {
        this.client = client;
        this.chats = chats;
    }

    /** The writers on the first node, the readers on the last. */
    void join(Deployment deployment, int lastNode) throws Exception {
        ChatSockets chatSockets = new ChatSockets(client, false);
        for (Conversation chat : chats) {
            writers.add(chatSockets
                    .connect(deployment.plan(0).port(), chat, chat.client(), new Counter())
                    .get(30, TimeUnit.SECONDS));
            readers.add(chatSockets
                    .connect(deployment.plan(lastNode).port(), chat, chat.provider(), new Counter())
                    .get(30, TimeUnit.SECONDS));
        }
    }

    /** @param maxConcurrent messages in flight, at most one of each chat */
    void start(int maxConcurrent) throws Exception {
        onLoop(() -> {
            isRunning = true;
            untilAcknowledged.reset();
            for (int i = 0; i < maxConcurrent; i++) {
                write(nextWriter());
            }
            return null;
        });
    }

    private int nextWriter() {
        nextWriter = (nextWriter + 1) % writers.size();
        return nextWriter;
    }

    private void write(int index) {
        sent++;
        long start = System.nanoTime();
        Map<String, Object> message = chats.get(index).message("m-" + sent);
        writers.get(index).ask("send-message", message).whenComplete((answer, failure) -> {
            untilAcknowledged.recordValue(System.nanoTime() - start);
            answered(answer, failure);
        });
    }

    private void answered(JsonNode answer, Throwable failure) {
        if (failure != null || !answer.path("ok").asBoolean()) {
            refused++;
            System.err.println("refused: " + (failure == null ? answer : failure));
            return;
        }
        acknowledged++;
        if (isRunning) {
            write(nextWriter());
        }
    }

    /** Stops sending, and waits at most ten seconds until every message is answered and received. */
    void pause() throws Exception {
        onLoop(() -> isRunning = false);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!onLoop(this::isSettled) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }

    private boolean isSettled() {
        return acknowledged + refused == sent && delivered >= 2 * acknowledged && notified >= acknowledged;
    }

    Counts counts() throws Exception {
        return onLoop(() -> new Counts(sent, acknowledged, refused, delivered, notified, untilAcknowledged.copy()));
    }

    /** The number of stored messages: the sum of {@code lastSeq} of all chats. */
    long stored() throws Exception {
        long stored = 0;
        for (int i = 0; i < chats.size(); i++) {
            CompletableFuture<JsonNode> joined = readers.get(i)
                    .askOk("join-chat", Map.of("chatId", chats.get(i).chatId(), "limit", 1));
            stored += joined.get(30, TimeUnit.SECONDS).path("lastSeq").asLong();
        }
        return stored;
    }

    void leave() throws Exception {
        for (LoadSocket socket : writers) {
            socket.close().get(30, TimeUnit.SECONDS);
        }
        for (LoadSocket socket : readers) {
            socket.close().get(30, TimeUnit.SECONDS);
        }
    }

    private <T> T onLoop(Supplier<T> task) throws Exception {
        return client.loop().submit(task::get).get(30, TimeUnit.SECONDS);
    }

    private final class Counter implements SocketListener {
        @Override
        public void event(ByteBuf in, int from, int to) {
            byte first = in.getByte(from + 2);
            if (first == NEW_MESSAGE_MARK) {
                delivered++;
            } else if (first == NOTIFICATION_MARK && in.getByte(from + "[\"message-".length()) == NEW_MESSAGE_MARK) {
                notified++;
            }
        }
    }

    /**
     * @param delivered {@code new-message} received: twice per message
     * @param notified {@code message-notification} received: once per message
     * @param untilAcknowledged nanoseconds since the start
     */
    record Counts(
            long sent, long acknowledged, long refused, long delivered, long notified, Histogram untilAcknowledged) {}
}
