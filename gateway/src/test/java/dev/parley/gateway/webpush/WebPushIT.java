package dev.parley.gateway.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.UnreadChat;
import dev.parley.core.testing.InMemoryPushSubscriptions;
import dev.parley.core.testing.InMemoryUsers;
import dev.parley.core.testing.People;
import dev.parley.core.user.UserChange;
import dev.parley.gateway.reminders.SendResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to an HTTP server in the place of a push service, read by a browser's side of the specifications. */
class WebPushIT {
    private static final UserId ANNA = People.ANNA;

    @TempDir
    private Path directory;

    private final Browser browser = new Browser();
    private final InMemoryPushSubscriptions subscriptions = new InMemoryPushSubscriptions();
    private final InMemoryUsers users = new InMemoryUsers();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Push> pushes = new ArrayList<>();
    private final Map<String, Queue<Integer>> statuses = new ConcurrentHashMap<>();
    private HttpServer service;
    private WebPush webPush;

    private record Push(String path, Map<String, List<String>> headers, byte[] body, Instant at) {
        String header(String name) {
            return headers.get(name).get(0);
        }
    }

    @BeforeEach
    void start() throws Exception {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(threads);
        service.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (pushes) {
                pushes.add(new Push(path, exchange.getRequestHeaders(), body, Instant.now()));
            }
            Queue<Integer> next = statuses.getOrDefault(path, new ConcurrentLinkedQueue<>());
            int status = next.isEmpty() ? 201 : next.size() == 1 ? next.peek() : next.poll();
            if (status == 429) {
                exchange.getResponseHeaders().add("Retry-After", "2");
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        service.start();
        use("");
    }

    @AfterEach
    void stop() {
        webPush.stop();
        webPush.stop();
        timer.shutdownNow();
        service.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aBrowserReadsTheNewestMessageOfEachChat() throws Exception {
        users.change(
                People.BORIS, new UserChange(Optional.empty(), Optional.of("Boris \"the\" roofer"), Optional.empty()));
        subscribe("phone", "/phone");

        assertThat(send(reminder(chat(1, "soup?"), chat(2, "Ärger 🙂")))).isEqualTo(SendResult.SENT);

        assertThat(pushes).hasSize(2);
        JsonNode newest = browser.read(pushOf("Ärger 🙂").body());
        assertThat(newest.path("type").asText()).isEqualTo("message.unread");
        assertThat(newest.path("id").asText()).isEqualTo("key-1");
        assertThat(newest.path("chatId").asText()).isEqualTo("64b0000000000000000000c2");
        assertThat(newest.path("context").asText()).isEqualTo("job 64b0000000000000000000c2");
        assertThat(newest.path("sender").asText()).isEqualTo(People.BORIS.value());
        assertThat(newest.path("senderName").asText()).isEqualTo("Boris \"the\" roofer");
        assertThat(newest.path("messageType").asText()).isEqualTo("text");
        assertThat(newest.path("unread").asInt()).isEqualTo(2);
        assertThat(newest.path("totalUnread").asInt()).isEqualTo(3);
        assertThat(newest.path("timestamp").asText()).isEqualTo("2030-01-01T12:00:00.000Z");
    }

    @Test
    void aPushHasTheHeadersOfTheSpecificationsAndIsSignedForItsService() throws Exception {
        subscribe("phone", "/phone");
        send(reminder(chat(1, "soup?"), chat(2, "soup!")));
        send(reminder(chat(1, "more soup?")));

        Push push = pushOf("soup?");
        assertThat(push.header("Ttl")).isEqualTo("86400");
        assertThat(push.header("Urgency")).isEqualTo("normal");
        assertThat(push.header("Content-encoding")).isEqualTo("aes128gcm");
        assertThat(push.header("Content-type")).isEqualTo("application/octet-stream");
        assertThat(push.header("Topic"))
                .matches("[A-Za-z0-9_-]{1,32}")
                .isEqualTo(pushOf("more soup?").header("Topic"))
                .isNotEqualTo(pushOf("soup!").header("Topic"));
        String authorization = push.header("Authorization");
        assertThat(authorization).startsWith("vapid t=").endsWith(", k=" + webPush.applicationServerKey());
        SignedJWT token = SignedJWT.parse(authorization.substring(8, authorization.indexOf(',')));
        assertThat(token.verify(new ECDSAVerifier(
                        P256.publicKey(Base64.getUrlDecoder().decode(webPush.applicationServerKey())))))
                .isTrue();
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(origin());
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("mailto:ops@shop.example");
        assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant())
                .isBetween(Instant.now(), Instant.now().plusSeconds(86_400));
    }

    @Test
    void contentIsLeftOutWhereTheFileSaysSoAndCutWhereItIsLong() throws Exception {
        subscribe("phone", "/phone");
        send(reminder(chat(1, "😀".repeat(4_000))));
        String cut = browser.read(pushes.get(0).body()).path("content").asText();
        assertThat(cut).isEqualTo("😀".repeat(200) + "…");

        use("show-content: false\n");
        send(reminder(chat(1, "soup?")));
        assertThat(browser.read(pushes.get(1).body()).has("content")).isFalse();
    }

    @Test
    void textsThatDoNotFitAreLeftOut() throws Exception {
        subscribe("phone", "/phone");
        Chat chat = People.chat("64b0000000000000000000c1");
        Chat large = new Chat(
                chat.id(),
                chat.client(),
                chat.provider(),
                Optional.of("\u0001".repeat(5_000)),
                chat.stage(),
                chat.status(),
                chat.lastSeq(),
                chat.lastMessage(),
                chat.createdAt(),
                chat.updatedAt());
        Message last = People.draft("64b0000000000000000000d1", chat, People.BORIS, "soup?", Optional.empty());

        assertThat(send(reminder(new UnreadChat(large, 1, last, last)))).isEqualTo(SendResult.SENT);
        JsonNode read = browser.read(pushes.get(0).body());
        assertThat(read.has("content")).isFalse();
        assertThat(read.path("unread").asInt()).isEqualTo(1);
    }

    @Test
    void ofManyChatsTheNewestFiveArePushed() throws Exception {
        subscribe("phone", "/phone");
        UnreadChat[] chats =
                IntStream.rangeClosed(1, 9).mapToObj(i -> chat(i, "text " + i)).toArray(UnreadChat[]::new);

        send(reminder(chats));

        assertThat(pushes)
                .extracting(push -> browser.read(push.body()).path("content").asText())
                .containsExactlyInAnyOrder("text 9", "text 8", "text 7", "text 6", "text 5");
    }

    @Test
    void subscriptionsThatHaveExpiredAreRemoved() throws Exception {
        subscribe("phone", "/phone");
        subscribe("laptop", "/laptop");
        subscribe("tablet", "/tablet");
        answer("/phone", 404);
        answer("/laptop", 410);

        assertThat(send(reminder(chat(1, "soup?")))).isEqualTo(SendResult.SENT);
        assertThat(subscriptions.of(ANNA).toCompletableFuture().get())
                .extracting(each -> each.id().value())
                .containsExactly("tablet");
        assertThat(registry.get("parley.webpush.expired").counter().count()).isEqualTo(2);

        answer("/tablet", 410);
        assertThat(send(reminder(chat(1, "soup?")))).isEqualTo(SendResult.NO_ADDRESS);
        assertThat(send(reminder(chat(1, "soup?")))).isEqualTo(SendResult.NO_ADDRESS);
        assertThat(pushes).hasSize(4);
    }

    @Test
    void aPushServiceThatFailsIsAskedAgainAfterThePauseItAsksFor() throws Exception {
        subscribe("phone", "/phone");
        answer("/phone", 503, 429, 201);

        assertThat(send(reminder(chat(1, "soup?")))).isEqualTo(SendResult.SENT);

        assertThat(pushes).hasSize(3);
        assertThat(pushes.get(1).at()).isAfterOrEqualTo(pushes.get(0).at().plusMillis(950));
        assertThat(pushes.get(2).at()).isAfterOrEqualTo(pushes.get(1).at().plusMillis(1_950));
        assertThat(failures("status_5xx")).isEqualTo(1);
        assertThat(failures("status_4xx")).isEqualTo(1);
    }

    @Test
    void oneRefusedForGoodIsNotRepeatedAndOneDeviceIsEnough() throws Exception {
        subscribe("phone", "/phone");
        answer("/phone", 403);
        assertThat(send(reminder(chat(1, "soup?")))).isEqualTo(SendResult.REFUSED);
        assertThat(pushes).hasSize(1);

        subscribe("laptop", "/laptop");
        assertThat(send(reminder(chat(1, "soup?")))).isEqualTo(SendResult.SENT);
        assertThat(failures("status_4xx")).isEqualTo(2);
    }

    @Test
    void aReminderThatNoServiceHasTakenInTimeFailsSoThatItIsSentAgain() throws Exception {
        subscribe("phone", "/phone");
        service.stop(0);

        assertThatThrownBy(() -> send(reminder(chat(1, "soup?")))).hasMessageContaining("no push service");
        assertThat(failures("connect")).isGreaterThanOrEqualTo(3);
    }

    private void use(String more) throws Exception {
        if (webPush != null) {
            webPush.stop();
        }
        Path file = directory.resolve("web-push.yaml");
        Files.writeString(
                file, WebPushFileTest.file("allow-http: true\nallow-private: true\nhosts: [127.0.0.1]\n" + more));
        webPush = new WebPush(file, subscriptions, users, registry, timer, Clock.systemUTC());
        webPush.start();
    }

    private void subscribe(String id, String path) {
        subscriptions.store(ANNA, browser.subscription(id, origin() + path, Instant.now()));
    }

    private void answer(String path, Integer... next) {
        statuses.put(path, new ConcurrentLinkedQueue<>(List.of(next)));
    }

    private SendResult send(Reminder reminder) throws Exception {
        return webPush.sender().send(reminder).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private Push pushOf(String content) {
        return pushes.stream()
                .filter(push ->
                        browser.read(push.body()).path("content").asText().equals(content))
                .findFirst()
                .orElseThrow();
    }

    private double failures(String reason) {
        return registry.get("parley.webpush.failures")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private String origin() {
        return "http://127.0.0.1:" + service.getAddress().getPort();
    }

    private static Reminder reminder(UnreadChat... chats) {
        return new Reminder(ANNA, List.of(chats), "key-1", People.NOON);
    }

    /** With as many unread messages as its number. */
    private static UnreadChat chat(int number, String content) {
        Chat chat = People.chat("64b0000000000000000000c" + number);
        Message last = People.draft("64b0000000000000000000d" + number, chat, People.BORIS, content, Optional.empty());
        return new UnreadChat(chat, number, last, last);
    }
}
