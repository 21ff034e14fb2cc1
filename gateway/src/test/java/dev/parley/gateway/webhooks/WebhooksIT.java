package dev.parley.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.endpoint.Signature;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.mongo.MongoStore;
import dev.parley.core.mongo.ObjectIdGenerator;
import dev.parley.core.mongo.TestMongo;
import dev.parley.core.outbox.EndpointState;
import dev.parley.core.outbox.Shards;
import dev.parley.core.testing.People;
import dev.parley.gateway.ops.MongoMeters;
import dev.parley.gateway.redis.RedisClients;
import dev.parley.gateway.webhooks.Receiver.Received;
import dev.parley.gateway.webhooks.Receiver.Reply;
import dev.parley.presence.NodeId;
import dev.parley.testing.ConcurrentTest;
import dev.parley.testing.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.api.RedissonClient;

/** Nodes that deliver webhooks, without the rest of a gateway, on a real Redis. */
class WebhooksIT {
    private static final ObjectIdGenerator IDS = new ObjectIdGenerator();
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final UserId ANNA = new UserId("anna");
    private static final UserId BORIS = new UserId("boris");
    private static final Set<Integer> ALL =
            IntStream.range(0, Shards.COUNT).boxed().collect(Collectors.toSet());
    private static RedissonClient redis;

    @TempDir
    Path folder;

    private final String prefix = "test-" + UUID.randomUUID();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<Node> nodes = new ArrayList<>();
    private final Receiver receiver = new Receiver();
    private MongoStore store;

    /** One node, which can be killed: then it does nothing more and releases nothing. */
    private final class Node {
        final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        final Webhooks webhooks;

        Node(String id, Path file) {
            webhooks = new Webhooks(
                    file,
                    store.outbox(),
                    store.endpoints(),
                    redis,
                    prefix,
                    new NodeId(id),
                    registry,
                    timer,
                    Clock.systemUTC());
            nodes.add(this);
            webhooks.start();
        }

        void kill() {
            timer.shutdownNow();
        }
    }

    @BeforeAll
    static void connect() {
        redis = RedisClients.shared();
    }

    @AfterAll
    static void disconnect() {
        redis.shutdown();
    }

    @BeforeEach
    void openStore() {
        store = new MongoStore(TestMongo.freshDatabase(), new MongoMeters(registry));
        Waiting.of(store.start());
    }

    @AfterEach
    void end() {
        nodes.forEach(node -> {
            node.webhooks.stop();
            node.timer.shutdownNow();
        });
        receiver.close();
        store.stop();
        redis.getKeys().deleteByPattern(prefix + "*");
    }

    @ConcurrentTest
    void messagesArePostedSignedAndInOrder() throws IOException {
        new Node("a", file(endpoint("crm", receiver, "")));
        Chat chat = openChat();
        List<String> sent = Stream.generate(() -> send(chat)).limit(20).toList();

        Waiting.until("all are accepted", PATIENCE, () -> messages(receiver).size() >= 20);
        assertThat(messages(receiver)).containsExactlyElementsOf(sent);
        assertThat(receiver.accepted().get(0).type()).isEqualTo("chat.created");
        Received first = receiver.accepted().get(1);
        assertThat(first.data().path("chat").path("context").asText())
                .isEqualTo(chat.context().get());
        Instant at = Instant.ofEpochSecond(Long.parseLong(first.headers().getFirst("webhook-timestamp")));
        assertThat(first.headers().getFirst("webhook-signature"))
                .isEqualTo(Signature.headers(first.id(), at, first.raw(), List.of(Signature.secret(SECRET)))
                        .get("webhook-signature"));
        Waiting.until("nothing is pending", PATIENCE, () -> pending("crm") == 0);
        assertThat(registry.get("parley.webhooks.delivery")
                        .tag("endpoint", "crm")
                        .timer()
                        .count())
                .isEqualTo(21);
    }

    @ConcurrentTest
    void readsChangesAndPresenceArePosted() throws IOException {
        new Node("a", file(endpoint("crm", receiver, "")));
        Chat chat = openChat();
        send(chat);
        Waiting.of(store.messages().markRead(chat.id(), BORIS, OptionalLong.empty(), Instant.now(), receipt -> {}));
        Waiting.of(store.chats().change(chat.id(), Optional.of(Chat.Stage.BOOKED), Optional.empty(), late -> {}));
        Waiting.of(store.users().recordPresence(ANNA, true, Instant.now(), 1));

        Waiting.until("each is accepted", PATIENCE, () -> types(receiver)
                .containsAll(List.of("message.read", "chat.changed", "user.online")));
        assertThat(dataOf("message.read").path("upToSeq").asLong()).isEqualTo(1);
        assertThat(dataOf("chat.changed").path("chat").path("stage").asText()).isEqualTo("booked");
        assertThat(dataOf("user.online").path("userId").asText()).isEqualTo("anna");
    }

    @ConcurrentTest
    void onlyChatsOfItsContextsArePosted() throws IOException {
        Chat other = openChat();
        Chat own = openChat();
        new Node(
                "a",
                file(endpoint("crm", receiver, "contexts: [" + own.context().orElseThrow() + "]")));
        send(other);
        String sent = send(own);

        Waiting.until("its own is delivered", PATIENCE, () -> messages(receiver).contains(sent));
        Waiting.until("nothing is pending", PATIENCE, () -> pending("crm") == 0);
        assertThat(messages(receiver)).containsExactly(sent);
    }

    @ConcurrentTest
    void anEndpointThatHangsHoldsUpNoOther() throws IOException {
        try (Receiver hanging = new Receiver()) {
            hanging.behave(received -> Reply.HANG);
            new Node("a", file(endpoint("slow", hanging, "timeout-ms: 30000") + endpoint("crm", receiver, "")));
            Chat chat = openChat();
            List<String> sent = Stream.generate(() -> send(chat)).limit(50).toList();

            Waiting.until(
                    "the other has all", PATIENCE, () -> messages(receiver).size() >= 50);
            assertThat(messages(receiver)).containsExactlyElementsOf(sent);
            assertThat(hanging.accepted()).isEmpty();
        }
    }

    @ConcurrentTest
    void anEndpointThatFailsAndReturnsGetsEverythingInOrder() throws IOException {
        AtomicBoolean isBroken = new AtomicBoolean(true);
        receiver.behave(received -> isBroken.get() ? Reply.status(500) : Reply.OK);
        new Node("a", file(endpoint("crm", receiver, "events: [message.created]")));
        List<Chat> chats = Stream.generate(this::openChat).limit(3).toList();
        List<String> sent = Stream.iterate(0, i -> i + 1)
                .limit(30)
                .map(i -> send(chats.get(i % 3)))
                .toList();
        Waiting.until(
                "it is failing", PATIENCE, () -> state("crm").failingSince().isPresent());
        isBroken.set(false);

        Waiting.until("all are accepted", PATIENCE, () -> messages(receiver).size() >= 30);
        assertThat(messages(receiver)).containsExactlyInAnyOrderElementsOf(sent);
        for (Chat chat : chats) {
            assertThat(receiver.accepted().stream()
                            .map(each -> each.data().path("message"))
                            .filter(each -> each.path("chatId")
                                    .asText()
                                    .equals(chat.id().value()))
                            .map(each -> each.path("seq").asLong()))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
        Waiting.until(
                "it is working", PATIENCE, () -> state("crm").failingSince().isEmpty());
    }

    @ConcurrentTest
    void aMessageThatIsRefusedHoldsUpItsOwnChatOnly() throws IOException {
        Chat refused = openChat();
        receiver.behave(received -> received.data()
                        .path("message")
                        .path("chatId")
                        .asText()
                        .equals(refused.id().value())
                ? Reply.status(422)
                : Reply.OK);
        new Node("a", file(endpoint("crm", receiver, "events: [message.created]")));
        send(refused);
        Chat other = openChat();
        List<String> sent = Stream.generate(() -> send(other)).limit(10).toList();

        Waiting.until(
                "the other chat is delivered",
                PATIENCE,
                () -> messages(receiver).size() >= 10);
        assertThat(messages(receiver)).containsExactlyElementsOf(sent);
        Waiting.until("the refused one is pending", PATIENCE, () -> pending("crm") == 1);
    }

    @ConcurrentTest
    void anEndpointThatIsGoneIsPausedUntilItIsResumed() throws IOException {
        receiver.behave(received -> Reply.status(410));
        Node node = new Node("a", file(endpoint("crm", receiver, "events: [message.created]")));
        Chat chat = openChat();
        String sent = send(chat);

        Waiting.until("it is paused", PATIENCE, () -> node.webhooks.paused().contains("crm"));
        assertThat(state("crm").paused())
                .hasValueSatisfying(reason -> assertThat(reason).contains("410"));
        receiver.behave(received -> Reply.OK);
        Waiting.of(operations().resume("crm"));
        Waiting.until("it is delivered", PATIENCE, () -> messages(receiver).contains(sent));
    }

    @ConcurrentTest
    void aReplaySendsWhatWasStoredSinceAgain() throws IOException {
        Path file = file(endpoint("crm", receiver, "events: [message.created]"));
        Chat chat = openChat();
        List<String> before = Stream.generate(() -> send(chat)).limit(5).toList();
        new Node("a", file);
        String after = send(chat);
        Waiting.until(
                "the new one is delivered", PATIENCE, () -> messages(receiver).contains(after));
        assertThat(messages(receiver)).containsExactly(after);

        assertThat(Waiting.of(operations().replay("crm", Instant.now().minusSeconds(3_600))))
                .isEqualTo("6 events are sent to crm again");
        Waiting.until("all are delivered", PATIENCE, () -> messages(receiver).size() >= 7);
        assertThat(messages(receiver).subList(1, 6)).containsExactlyElementsOf(before);
        assertThat(receiver.accepted().get(6).id())
                .isEqualTo(receiver.accepted().get(0).id());
        assertThat(Waiting.of(operations().list()).get(0)).contains("crm", "working");
    }

    @ConcurrentTest
    void theShardsOfANodeThatIsKilledAreTakenByTheOther() throws IOException {
        Path file = file(endpoint("crm", receiver, "events: [message.created]"));
        Node killed = new Node("a", file);
        Node other = new Node("b", file);
        List<Chat> chats = Stream.generate(this::openChat).limit(16).toList();
        List<String> sent = new ArrayList<>(chats.stream().map(this::send).toList());
        Waiting.until("both deliver", PATIENCE, () -> messages(receiver).size() >= 16);
        killed.kill();
        sent.addAll(chats.stream().map(this::send).toList());

        Waiting.until(
                "the other delivers all", PATIENCE, () -> messages(receiver).containsAll(sent));
        assertThat(other.webhooks.paused()).isEmpty();
    }

    @ConcurrentTest
    void aChangedFileIsUsed() throws IOException {
        Path file = file(endpoint("crm", receiver, "events: [chat.created]"));
        new Node("a", file);
        try (Receiver second = new Receiver()) {
            Files.writeString(file, endpoint("crm", receiver, "") + endpoint("audit", second, ""));
            Waiting.until("the second endpoint is told", PATIENCE, () -> {
                openChat();
                return types(second).contains("chat.created");
            });
        }
    }

    private WebhookOperations operations() throws IOException {
        return new WebhookOperations(
                Files.readString(folder.resolve("webhooks.yaml")),
                store.outbox(),
                store.endpoints(),
                Clock.systemUTC());
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("webhooks.yaml"), yaml);
    }

    private static String endpoint(String name, Receiver receiver, String more) {
        return """
                %s:
                  url: %s
                  secrets: [%s]
                  allow-http: true
                  allow-private: true
                  %s
                """.formatted(name, receiver.url(), SECRET, more);
    }

    private EndpointState state(String endpoint) {
        return Waiting.of(store.endpoints().all()).getOrDefault(endpoint, EndpointState.NEW);
    }

    private long pending(String endpoint) {
        return Waiting.of(store.outbox().count(endpoint, ALL, 1_000));
    }

    private Chat openChat() {
        String id = IDS.next();
        Instant now = Instant.now();
        return Waiting.of(store.chats()
                        .open(new Chat(
                                new ChatId(id),
                                ANNA,
                                BORIS,
                                Optional.of("booking-" + id),
                                Chat.Stage.INQUIRY,
                                Chat.Status.OPEN,
                                0,
                                Optional.empty(),
                                now,
                                now)))
                .chat();
    }

    private String send(Chat chat) {
        Message draft = People.text(IDS.next(), chat.id(), ANNA, BORIS, "hello", Optional.empty(), Instant.now());
        return Waiting.of(store.messages().append(draft, stored -> {}))
                .message()
                .id()
                .value();
    }

    private JsonNode dataOf(String type) {
        return receiver.accepted().stream()
                .filter(each -> each.type().equals(type))
                .findFirst()
                .orElseThrow()
                .data();
    }

    private static List<String> types(Receiver receiver) {
        return receiver.accepted().stream().map(Received::type).toList();
    }

    private static List<String> messages(Receiver receiver) {
        return receiver.accepted().stream()
                .filter(each -> each.type().equals("message.created"))
                .map(each -> each.data().path("message").path("_id").asText())
                .toList();
    }
}
