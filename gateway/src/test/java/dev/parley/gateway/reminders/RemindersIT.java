package dev.parley.gateway.reminders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.id.UserId;
import dev.parley.core.outbox.Shards;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.core.reminder.ReminderPermission;
import dev.parley.core.reminder.ReminderPreferences;
import dev.parley.gateway.reminders.ReminderCluster.Node;
import dev.parley.testing.ConcurrentTest;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Who is reminded of what, by webhook and by a sender of the test. */
class RemindersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final UserId ANNA = new UserId("anna");
    private static final UserId BORIS = new UserId("boris");
    private static final UserId CLARA = new UserId("clara");

    private static final Set<Integer> ALL_SHARDS =
            IntStream.range(0, Shards.COUNT).boxed().collect(Collectors.toSet());

    @TempDir
    Path folder;

    private final ReminderCluster cluster = new ReminderCluster(Duration.ofSeconds(2));

    /** Fails as often as it is told to, and remembers what it was given. */
    private static final class TestSender implements ReminderSender {
        final ConcurrentLinkedQueue<Reminder> given = new ConcurrentLinkedQueue<>();
        final AtomicInteger failures = new AtomicInteger();
        volatile Duration period = Duration.ZERO;
        volatile Duration deadline = DEADLINE;
        volatile CompletionStage<SendResult> result = CompletableFuture.completedStage(SendResult.SENT);

        @Override
        public Duration deadline() {
            return deadline;
        }

        @Override
        public ReminderChannel channel() {
            return ReminderChannel.EMAIL;
        }

        @Override
        public Duration period() {
            return period;
        }

        @Override
        public CompletionStage<SendResult> send(Reminder reminder) {
            given.add(reminder);
            return failures.getAndDecrement() > 0
                    ? CompletableFuture.failedStage(new IllegalStateException("no connection"))
                    : result;
        }
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @ConcurrentTest
    void anOfflineUserIsRemindedOnceOfAllChats() throws IOException {
        Node node = cluster.startNode(file(""), Clock.systemUTC());
        Chat withAnna = cluster.openChat(node, ANNA, BORIS);
        Chat withClara = cluster.openChat(node, CLARA, BORIS);
        Message first = node.send(withAnna, ANNA);
        node.send(withAnna, ANNA);
        Message last = node.send(withClara, CLARA);

        Waiting.until("he is reminded", PATIENCE, () -> cluster.about(BORIS).size() > 0);
        JsonNode data = cluster.about(BORIS).get(0).data();
        assertThat(data.path("unread").asLong()).isEqualTo(3);
        assertThat(data.path("chats")).hasSize(2);
        assertThat(data.at("/chats/0/first/_id").asText()).isEqualTo(first.id().value());
        assertThat(data.at("/chats/0/last/seq").asLong()).isEqualTo(2);
        assertThat(data.at("/chats/1/last/_id").asText()).isEqualTo(last.id().value());
        assertThat(data.at("/chats/1/chat/context").asText())
                .isEqualTo(withClara.context().orElseThrow());

        Message next = node.send(withAnna, ANNA);
        Waiting.until(
                "he is reminded of the next",
                PATIENCE,
                () -> cluster.about(BORIS).size() > 1);
        JsonNode second = cluster.about(BORIS).get(1).data();
        assertThat(second.path("chats")).hasSize(1);
        assertThat(second.at("/chats/0/unread").asLong()).isEqualTo(3);
        assertThat(second.at("/chats/0/first/_id").asText()).isEqualTo(next.id().value());
        assertThat(cluster.about(ANNA)).isEmpty();
    }

    @ConcurrentTest
    void nobodyIsRemindedOfWhatWasRead() throws IOException {
        Node node = cluster.startNode(file(""), Clock.systemUTC());
        Chat chat = cluster.openChat(node, ANNA, BORIS);
        Chat other = cluster.openChat(node, CLARA, BORIS);
        node.send(chat, ANNA);
        node.read(chat, BORIS);
        Message unread = node.send(other, CLARA);

        Waiting.until("he is reminded", PATIENCE, () -> cluster.about(BORIS).size() > 0);
        JsonNode data = cluster.about(BORIS).get(0).data();
        assertThat(data.path("chats")).hasSize(1);
        assertThat(data.at("/chats/0/first/_id").asText()).isEqualTo(unread.id().value());

        node.send(chat, ANNA);
        node.read(chat, BORIS);
        Waiting.until(
                "the deadline is over", PATIENCE, () -> node.count("parley.reminders.finished", "outcome", "read") > 0);
        assertThat(cluster.about(BORIS)).hasSize(1);
    }

    @ConcurrentTest
    void anOnlineUserIsRemindedAfterGoingOffline() throws IOException {
        Node node = cluster.startNode(file(""), Clock.systemUTC());
        cluster.online.add(BORIS);
        node.send(cluster.openChat(node, ANNA, BORIS), ANNA);

        Waiting.until("it was due", PATIENCE, () -> node.count("parley.reminders.postponed", "reason", "online") > 0);
        assertThat(cluster.about(BORIS)).isEmpty();
        cluster.online.remove(BORIS);
        Waiting.until("he is reminded", PATIENCE, () -> cluster.about(BORIS).size() == 1);
    }

    @ConcurrentTest
    void preferencesPostponeAndRefuse() throws IOException {
        AtomicReference<ReminderPermission> answer = new AtomicReference<>(ReminderPermission.NEVER);
        ReminderPreferences preferences = (user, channel, now) -> CompletableFuture.completedStage(answer.get());
        Node node = cluster.startNode(file(""), preferences);
        Chat chat = cluster.openChat(node, ANNA, BORIS);
        node.send(chat, ANNA);
        Waiting.until(
                "he wants none", PATIENCE, () -> node.count("parley.reminders.finished", "outcome", "unwanted") == 1);

        answer.set(new ReminderPermission.Later(Clock.systemUTC().instant().plusSeconds(1)));
        Message wanted = node.send(chat, ANNA);
        Waiting.until(
                "it is postponed",
                PATIENCE,
                () -> node.count("parley.reminders.postponed", "reason", "preferences") > 0);
        assertThat(cluster.about(BORIS)).isEmpty();
        answer.set(ReminderPermission.NOW);
        Waiting.until("he is reminded", PATIENCE, () -> cluster.about(BORIS).size() == 1);
        assertThat(cluster.about(BORIS).get(0).data().at("/chats/0/first/_id").asText())
                .isEqualTo(wanted.id().value());
    }

    @ConcurrentTest
    void whoHasBlockedTheSenderIsNotReminded() throws IOException {
        Node node = cluster.startNode(file(""), Clock.systemUTC());
        node.send(cluster.openChat(node, ANNA, BORIS), ANNA);
        Waiting.of(node.store.users().block(BORIS, ANNA));

        Waiting.until(
                "it is over", PATIENCE, () -> node.count("parley.reminders.finished", "outcome", "unwanted") == 1);
        assertThat(cluster.about(BORIS)).isEmpty();
    }

    @ConcurrentTest
    void deadlinesThatRedisLostAreRestored() throws IOException {
        Node node = cluster.startNode(file(""), Clock.systemUTC());
        Chat chat = cluster.openChat(node, ANNA, BORIS);
        node.send(chat, ANNA);
        cluster.forgetDeadlines();
        node.storeOnly(cluster.openChat(node, BORIS, CLARA), BORIS);

        Waiting.until(
                "both are reminded",
                PATIENCE,
                () -> cluster.about(BORIS).size() == 1 && cluster.about(CLARA).size() == 1);
    }

    @ConcurrentTest
    void aReminderThatFailsIsSentAgainWithTheSameKey() {
        TestSender sender = new TestSender();
        sender.failures.set(1);
        Node node = cluster.startNode(sender);
        node.send(cluster.openChat(node, ANNA, BORIS), ANNA);

        Waiting.until("it is sent", PATIENCE, () -> node.count("parley.reminders.finished", "outcome", "sent") == 1);
        assertThat(sender.given).hasSize(2);
        assertThat(sender.given.stream().map(Reminder::key).distinct()).hasSize(1);
        assertThat(node.count("parley.reminders.failures", "channel", "email")).isEqualTo(1);
    }

    @ConcurrentTest
    void whatIsSentAfterItsDeadlineIsNotSentAgain() {
        TestSender sender = new TestSender();
        CompletableFuture<SendResult> late = new CompletableFuture<>();
        sender.deadline = Duration.ofMillis(200);
        sender.result = late;
        Node node = cluster.startNode(sender);
        node.send(cluster.openChat(node, ANNA, BORIS), ANNA);
        Waiting.until(
                "it counts as failed",
                PATIENCE,
                () -> node.count("parley.reminders.failures", "channel", "email") == 1);

        late.complete(SendResult.SENT);
        Waiting.until("it was sent", PATIENCE, () -> node.count("parley.reminders.finished", "outcome", "sent") == 1);
        assertThat(node.count("parley.reminders.settled.late", "channel", "email"))
                .isEqualTo(1);
        Waiting.until(
                "the next attempt", PATIENCE, () -> node.count("parley.reminders.finished", "outcome", "read") == 1);
        assertThat(sender.given).hasSize(1);
    }

    @ConcurrentTest
    void betweenTwoRemindersThereIsAPeriod() {
        TestSender sender = new TestSender();
        sender.period = Duration.ofHours(1);
        Node node = cluster.startNode(sender);
        Chat chat = cluster.openChat(node, ANNA, BORIS);
        node.send(chat, ANNA);
        Waiting.until("he is reminded", PATIENCE, () -> sender.given.size() == 1);

        node.send(chat, ANNA);
        Waiting.until(
                "it is postponed", PATIENCE, () -> node.count("parley.reminders.postponed", "reason", "period") > 0);
        assertThat(sender.given).hasSize(1);
    }

    @ConcurrentTest
    void whatWasSentBeforeACrashIsNotSentAgain() {
        TestSender sender = new TestSender();
        Node node = cluster.startNode(sender);
        Chat chat = cluster.openChat(node, ANNA, BORIS);
        Message first = node.storeOnly(chat, ANNA);
        ReminderComposer composer = new ReminderComposer(new ReminderStores(
                node.store.pendingReminders(),
                node.store.reminders(),
                node.store.chats(),
                node.store.messages(),
                node.store.users()));
        Reminder sent = Waiting.of(composer.compose(BORIS, ReminderChannel.EMAIL, List.of(first), first.createdAt()))
                .orElseThrow();
        assertThat(Waiting.of(node.store.reminders().add(sent, ReminderChannel.EMAIL)))
                .isTrue();
        assertThat(Waiting.of(node.store.reminders().add(sent, ReminderChannel.EMAIL)))
                .isFalse();
        Message second = node.send(chat, ANNA);

        Waiting.until(
                "he is reminded", PATIENCE, () -> node.count("parley.reminders.finished", "outcome", "sent") == 1);
        assertThat(sender.given).hasSize(1);
        assertThat(sender.given.peek().chats().get(0).first().id()).isEqualTo(second.id());
    }

    @ConcurrentTest
    void anEndpointIsToldOfTheChatsThatItWants() throws IOException {
        Node node = cluster.startNode(file("contexts: [other-*]"), Clock.systemUTC());
        node.send(cluster.openChat(node, ANNA, BORIS), ANNA);

        Waiting.until("it is stored", PATIENCE, () -> node.count("parley.reminders.finished", "outcome", "sent") == 1);
        Waiting.until(
                "nothing is pending",
                PATIENCE,
                () -> Waiting.of(node.store.outbox().count("crm", ALL_SHARDS, 10)) == 0);
        assertThat(cluster.receiver.all()).isEmpty();
    }

    private Path file(String more) throws IOException {
        return Files.writeString(folder.resolve("webhooks.yaml"), cluster.endpoint(more));
    }
}
