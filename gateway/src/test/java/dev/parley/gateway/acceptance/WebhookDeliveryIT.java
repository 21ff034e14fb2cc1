package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.gateway.webhooks.Receiver;
import dev.parley.gateway.webhooks.Receiver.Received;
import dev.parley.gateway.webhooks.Receiver.Reply;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages to an endpoint that fails, hangs, is slow and returns, while both nodes are killed and restarted one after the other and
 * Redis is killed in between. With {@code -Dparley.webhooks.messages=20000} as large as anyone likes.
 */
class WebhookDeliveryIT {
    private static final int MESSAGES = Integer.getInteger("parley.webhooks.messages", 400);
    private static final int CHATS = Math.max(4, MESSAGES / 100);
    private static final int SENDERS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2).plusMillis(20L * MESSAGES);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    @TempDir
    Path folder;

    private final AtomicInteger acknowledged = new AtomicInteger();
    /** When each was acknowledged, by id. */
    private final Map<String, Long> sent = new ConcurrentHashMap<>();
    /** When each was accepted first, by id. */
    private final Map<String, Long> received = new ConcurrentHashMap<>();

    private volatile Reply reply = Reply.OK;
    private volatile long pauseMs;
    private Stage stage;

    @Test
    void everyAcknowledgedMessageIsPostedInTheOrderOfItsChat() throws Exception {
        try (Receiver receiver = new Receiver();
                Stage started =
                        Stage.ofTwoNodes(Stage.Auth.NONE, "--rules", rules(), "--webhooks", webhooks(receiver))) {
            stage = started;
            Assumptions.assumeTrue(stage.redis().canBeKilled(), "needs a Redis of its own");
            receiver.behave(this::answer);
            ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
            try {
                List<String> chats = openChats();
                List<Future<?>> senders = new ArrayList<>();
                for (int sender = 0; sender < SENDERS; sender++) {
                    int first = sender;
                    senders.add(threads.submit(() -> send(first, chats)));
                }
                disturb();
                for (Future<?> sender : senders) {
                    sender.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
            } finally {
                threads.shutdownNow();
            }
            long sentAll = System.nanoTime();
            reply = Reply.OK;
            pauseMs = 0;
            Waiting.until("all are posted", PATIENCE, () -> received.keySet().containsAll(sent.keySet()));
            report(receiver, Duration.ofNanos(System.nanoTime() - sentAll));
            assertInOrder(receiver);
        }
    }

    private Reply answer(Received request) {
        Reply now = reply;
        if (pauseMs > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMs));
        }
        if (now.status() >= 200 && now.status() < 300) {
            received.putIfAbsent(message(request).path("_id").asText(), System.nanoTime());
        }
        return now;
    }

    private void disturb() {
        awaitShare(0.1);
        reply = Reply.status(500);
        awaitShare(0.2);
        restart(0);
        awaitShare(0.3);
        reply = Reply.HANG;
        awaitShare(0.45);
        reply = Reply.OK;
        pauseMs = 20;
        stage.redis().kill();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
        stage.redis().restart();
        awaitShare(0.6);
        restart(1);
        awaitShare(0.8);
        pauseMs = 0;
    }

    private void restart(int node) {
        stage.node(node).kill();
        stage.node(node).launch().awaitReady();
    }

    private void awaitShare(double share) {
        Waiting.until("sent " + share, PATIENCE, () -> acknowledged.get() >= share * MESSAGES);
    }

    private void send(int sender, List<String> chats) {
        for (int i = sender; i < MESSAGES; i += SENDERS) {
            String body = """
                    {"sender":"%s","content":"message %d","clientMessageId":"m-%d"}""".formatted(i % 2 == 0 ? "ann" : "ben", i, i);
            JsonNode answer = posted("/api/chats/" + chats.get(i % chats.size()) + "/messages", body, i);
            JsonNode message = answer.has("message") ? answer.path("message") : answer;
            sent.put(message.path("_id").asText(), System.nanoTime());
            acknowledged.incrementAndGet();
        }
    }

    private List<String> openChats() {
        List<String> chats = new ArrayList<>();
        for (int i = 0; i < CHATS; i++) {
            chats.add(posted("/api/chats", "{\"client\":\"ann\",\"provider\":\"ben\",\"context\":\"job-" + i + "\"}", i)
                    .path("_id")
                    .asText());
        }
        return chats;
    }

    /** Tries both nodes until one acknowledges it. */
    private JsonNode posted(String path, String body, int first) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        for (int attempt = first; System.nanoTime() - giveUpAt < 0; attempt++) {
            try {
                HttpResponse<String> answer = HTTP.send(
                        HttpRequest.newBuilder(
                                        URI.create(stage.node(attempt % 2).http() + path))
                                .header("Content-Type", "application/json")
                                .timeout(Duration.ofSeconds(10))
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
                if (answer.statusCode() < 300) {
                    return JSON.readTree(answer.body());
                }
                if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                    throw new AssertionError(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException unavailable) {
                // the node is being restarted
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new AssertionError(ended);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new AssertionError("no node has acknowledged " + body);
    }

    private void assertInOrder(Receiver receiver) {
        Map<String, Long> last = new HashMap<>();
        Set<String> known = new HashSet<>();
        for (Received request : receiver.accepted()) {
            JsonNode message = message(request);
            if (known.add(message.path("_id").asText())) {
                long seq = message.path("seq").asLong();
                assertThat(seq)
                        .isEqualTo(last.getOrDefault(message.path("chatId").asText(), 0L) + 1);
                last.put(message.path("chatId").asText(), seq);
            }
        }
        assertThat(known).containsAll(sent.keySet());
        assertThat(receiver.all().stream().map(Received::id).distinct().count()).isEqualTo(known.size());
    }

    private void report(Receiver receiver, Duration catchUp) {
        List<Long> lags = sent.entrySet().stream()
                .map(each -> Math.max(0, received.get(each.getKey()) - each.getValue()) / 1_000_000)
                .sorted()
                .toList();
        System.out.printf(
                "webhooks: %d messages, %d requests, %d accepted, %d of them duplicates; lag p50 %d ms, p99 %d ms, most %d ms;"
                        + " caught up %d ms after the last message%n",
                sent.size(),
                receiver.all().size(),
                receiver.accepted().size(),
                receiver.accepted().size() - received.size(),
                lags.get(lags.size() / 2),
                lags.get(lags.size() * 99 / 100),
                lags.get(lags.size() - 1),
                catchUp.toMillis());
    }

    private static JsonNode message(Received request) {
        return request.data().path("message");
    }

    private String rules() throws IOException {
        return Files.writeString(folder.resolve("rules.yaml"), "rate: { mode: \"off\" }\nstart: { who: both }\n")
                .toString();
    }

    private String webhooks(Receiver receiver) throws IOException {
        return Files.writeString(folder.resolve("webhooks.yaml"), """
                        drill:
                          url: %s
                          secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]
                          events: [message.created]
                          allow-http: true
                          allow-private: true
                          timeout-ms: 2000
                        """.formatted(receiver.url()))
                .toString();
    }
}
