package dev.parley.gateway.reminders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.id.UserId;
import dev.parley.core.outbox.Shards;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.gateway.reminders.ReminderCluster.Node;
import dev.parley.gateway.webhooks.Receiver.Received;
import dev.parley.gateway.webhooks.Receiver.Reply;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many users are offline, a third of them reads in time, nodes with wrong clocks come and go, and Redis loses the deadlines: every
 * other user gets exactly one reminder. {@code -Dparley.reminders.users=1000} is the full size.
 */
class ReminderDrillIT {
    private static final int USERS = Integer.getInteger("parley.reminders.users", 60);
    private static final Duration QUIET = Duration.ofSeconds(10 + USERS / 50);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Set<Integer> ALL_SHARDS =
            IntStream.range(0, Shards.COUNT).boxed().collect(Collectors.toSet());
    private static final UserId SHOP = new UserId("shop");

    @TempDir
    Path folder;

    private final Map<String, Instant> firstArrival = new ConcurrentHashMap<>();

    @Test
    void exactlyThoseWhoHaveNotReadGetOneReminder() throws IOException {
        try (ReminderCluster cluster = new ReminderCluster(QUIET)) {
            cluster.receiver.behave(received -> {
                firstArrival.putIfAbsent(received.data().path("userId").asText(), Instant.now());
                return Reply.OK;
            });
            Path file = Files.writeString(folder.resolve("webhooks.yaml"), cluster.endpoint("concurrency: 16"));
            Clock utc = Clock.systemUTC();
            List<Node> nodes = List.of(
                    cluster.startNode(file, utc),
                    cluster.startNode(file, Clock.offset(utc, Duration.ofSeconds(3))),
                    cluster.startNode(file, Clock.offset(utc, Duration.ofSeconds(-3))));
            List<UserId> users = IntStream.range(0, USERS)
                    .mapToObj(number -> new UserId("user-" + number))
                    .toList();

            Map<UserId, Chat> chats = new ConcurrentHashMap<>();
            users.parallelStream().forEach(user -> chats.put(user, cluster.openChat(nodes.get(0), SHOP, user)));
            Instant first = Instant.now();
            users.parallelStream().forEach(user -> node(nodes, user).send(chats.get(user), SHOP));
            Instant last = Instant.now();
            List<UserId> readers = users.stream().filter(ReminderDrillIT::reads).toList();
            readers.parallelStream().forEach(user -> nodes.get(0).read(chats.get(user), user));
            boolean inTime = Instant.now().isBefore(first.plus(QUIET));
            cluster.forgetDeadlines();
            nodes.get(1).kill();
            Node late = cluster.startNode(file, Clock.offset(utc, Duration.ofSeconds(5)));

            Set<String> expected = users.stream()
                    .filter(user -> !reads(user))
                    .map(UserId::value)
                    .collect(Collectors.toSet());
            Waiting.until(
                    "all are reminded", PATIENCE, () -> firstArrival.keySet().containsAll(expected));
            Instant all = Instant.now();
            cluster.forgetDeadlines();
            late.kill();
            Waiting.until("nothing is pending", PATIENCE, () -> isQuiet(nodes.get(0)));

            List<Received> accepted = cluster.receiver.accepted();
            Set<String> ids = accepted.stream().map(Received::id).collect(Collectors.toSet());
            System.out.printf(
                    "reminders: %d users, %d read; %d reminders, %d duplicates by webhook-id; sent within %d ms,"
                            + " all reminded %d ms after the last deadline%n",
                    USERS,
                    readers.size(),
                    ids.size(),
                    accepted.size() - ids.size(),
                    Duration.between(first, last).toMillis(),
                    Duration.between(last.plus(QUIET), all).toMillis());
            assertThat(ids).as("one webhook-id per reminder").hasSize(firstArrival.size());
            assertThat(inTime)
                    .as("the readers were in time; otherwise the machine is too busy")
                    .isTrue();
            assertThat(firstArrival.keySet()).isEqualTo(expected);
        }
    }

    /** No message is marked and no reminder is in the outbox. */
    private static boolean isQuiet(Node node) {
        return Waiting.of(node.store.outbox().count("crm", ALL_SHARDS, 10)) == 0
                && ALL_SHARDS.stream().allMatch(shard -> Waiting.of(node.store
                                .pendingReminders()
                                .waiting(ReminderChannel.WEBHOOK, shard, Optional.empty(), 10))
                        .receivers()
                        .isEmpty());
    }

    private static boolean reads(UserId user) {
        return Integer.parseInt(user.value().substring("user-".length())) % 3 == 0;
    }

    private static Node node(List<Node> nodes, UserId user) {
        return nodes.get(Math.floorMod(user.value().hashCode(), nodes.size()));
    }
}
