package dev.parley.loadtests.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.client.BoundedConcurrency;
import dev.parley.loadtests.client.FixedRate;
import dev.parley.loadtests.client.Json;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.client.SocketListener;
import dev.parley.loadtests.server.Deployment;
import io.netty.buffer.ByteBuf;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Messages in chats of two at a fixed rate, whether or not the server keeps up. A message is timed from the moment that it is due until
 * its receiver has it. The counters belong to the clients' event loop.
 */
final class PacedTraffic {

    private static final int CONNECTING = 50;
    private static final long LONGEST_MS = 60_000;

    private final LoadClient client;
    private final List<Conversation> chats;
    private final Map<Integer, LoadSocket> sockets = new HashMap<>();
    private final Map<String, Long> dueTimes = new HashMap<>();
    private Histogram untilReceived = new Histogram(TimeUnit.MILLISECONDS.toNanos(LONGEST_MS), 3);
    private FixedRate rate;
    private long sent;
    private long acknowledged;
    private long refused;

    PacedTraffic(LoadClient client, List<Conversation> chats) {
        this.client = client;
        this.chats = chats;
    }

    /** Both users of each chat read all. */
    void readAll() throws Exception {
        for (int user = 0; user < 2 * chats.size(); user++) {
            sockets.get(user)
                    .askOk(
                            "mark-messages-read",
                            Map.of("chatId", chats.get(user / 2).chatId()))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    /** Connects both users of each chat, to different nodes if there are two. */
    void join(Deployment deployment) throws Exception {
        ChatSockets chatSockets = new ChatSockets(client, false);
        List<Integer> users = IntStream.range(0, 2 * chats.size()).boxed().toList();
        BoundedConcurrency.forEach(users, CONNECTING, user -> {
            Conversation chat = chats.get(user / 2);
            String name = chat.person(user % 2);
            return chatSockets
                    .connect(deployment.plan(user).port(), chat, name, new Receiver(name))
                    .thenAccept(socket -> sockets.put(user, socket));
        });
    }

    void start(double messagesPerSecond) throws Exception {
        onLoop(() -> {
            rate = FixedRate.start(client.loop(), messagesPerSecond, (number, dueAt) -> send(dueAt));
            return null;
        });
    }

    /** Two of three messages are from the client, who also writes first. */
    private void send(long dueAt) {
        int chat = (int) (sent % chats.size());
        int side = sent / chats.size() % 3 == 2 ? 1 : 0;
        String id = "paced-" + sent++;
        dueTimes.put(id, dueAt);
        sockets.get(2 * chat + side)
                .ask("send-message", chats.get(chat).message(id))
                .whenComplete(this::answered);
    }

    private void answered(JsonNode answer, Throwable failure) {
        if (failure == null && answer.path("ok").asBoolean()) {
            acknowledged++;
        } else {
            refused++;
        }
    }

    private void received(String id) {
        Long dueAt = dueTimes.remove(id);
        if (dueAt != null) {
            long nanos = Math.min(System.nanoTime() - dueAt, TimeUnit.MILLISECONDS.toNanos(LONGEST_MS));
            untilReceived.recordValue(nanos);
        }
    }

    /** Returns the latencies since the last call, and resets them. */
    Histogram takeLatencies() throws Exception {
        return onLoop(() -> {
            Histogram taken = untilReceived;
            untilReceived = new Histogram(taken);
            return taken;
        });
    }

    long acknowledged() throws Exception {
        return onLoop(() -> acknowledged);
    }

    long refused() throws Exception {
        return onLoop(() -> refused);
    }

    /** Sends nothing more. @return messages that no receiver had within ten seconds */
    long stop() throws Exception {
        onLoop(() -> {
            rate.stop();
            return null;
        });
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (onLoop(dueTimes::size) > 0 && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        return onLoop(dueTimes::size);
    }

    void leave() throws Exception {
        ChatSockets.closeAll(new ArrayList<>(sockets.values()));
    }

    private <T> T onLoop(Supplier<T> task) throws Exception {
        return CompletableFuture.supplyAsync(task, client.loop()).get(30, TimeUnit.SECONDS);
    }

    private final class Receiver implements SocketListener {
        private static final String NEW_MESSAGE = "[\"new-message\"";

        private final String name;

        Receiver(String name) {
            this.name = name;
        }

        @Override
        public void event(ByteBuf in, int from, int to) {
            String event = in.toString(from, to - from, StandardCharsets.UTF_8);
            if (event.startsWith(NEW_MESSAGE)) {
                try {
                    JsonNode message = Json.read(event).path(1);
                    if (message.path("receiver").asText().equals(name)) {
                        received(message.path("clientMessageId").asText());
                    }
                } catch (JsonProcessingException malformed) {
                    throw new UncheckedIOException(malformed);
                }
            }
        }
    }
}
