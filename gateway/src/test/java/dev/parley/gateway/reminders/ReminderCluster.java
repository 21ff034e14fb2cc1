package dev.parley.gateway.reminders;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageCounts;
import dev.parley.core.chat.MessageRepository.Stored;
import dev.parley.core.chat.MessageType;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import dev.parley.core.mongo.MongoStore;
import dev.parley.core.mongo.ObjectIdGenerator;
import dev.parley.core.mongo.TestMongo;
import dev.parley.core.reminder.ReminderPreferences;
import dev.parley.gateway.ops.MongoMeters;
import dev.parley.gateway.redis.RedisClients;
import dev.parley.gateway.webhooks.Receiver;
import dev.parley.gateway.webhooks.Receiver.Received;
import dev.parley.gateway.webhooks.Webhooks;
import dev.parley.presence.NodeId;
import dev.parley.testing.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.redisson.api.RedissonClient;

/** Nodes that store messages, send reminders and deliver webhooks, without the rest of a gateway, on a real Redis. */
final class ReminderCluster implements AutoCloseable {
    private static final int ATTEMPTS = 10;
    private static final ObjectIdGenerator IDS = new ObjectIdGenerator();

    final Receiver receiver = new Receiver();
    final Set<UserId> online = ConcurrentHashMap.newKeySet();
    private final String prefix = "test-" + UUID.randomUUID();
    private final String database = TestMongo.freshDatabase();
    private final MongoStore store = new MongoStore(database, new MongoMeters(new SimpleMeterRegistry()));
    private final List<Node> nodes = new ArrayList<>();
    private final Duration quietTime;

    /** One node with connections and a clock of its own. */
    final class Node {
        final MeterRegistry registry = new SimpleMeterRegistry();
        final MongoStore store = new MongoStore(database, new MongoMeters(registry));
        final RedissonClient redis = RedisClients.shared();
        final Reminders reminders;
        private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        private final Optional<Webhooks> webhooks;
        private final Clock clock;
        private boolean isDead;

        private Node(Optional<Path> file, List<ReminderSender> further, ReminderPreferences preferences, Clock clock) {
            this.clock = clock;
            NodeId id = new NodeId(UUID.randomUUID().toString());
            Waiting.of(store.start());
            webhooks = file.map(path -> new Webhooks(
                    path, store.outbox(), store.endpoints(), redis, prefix, id, registry, timer, Clock.systemUTC()));
            List<ReminderSender> senders = new ArrayList<>(further);
            webhooks.ifPresent(on -> senders.add(new WebhookReminders(store.outbox())));
            reminders = new Reminders(
                    new ReminderStores(
                            store.pendingReminders(),
                            store.reminders(),
                            store.chats(),
                            store.messages(),
                            store.users()),
                    senders,
                    preferences,
                    user -> CompletableFuture.completedStage(online.contains(user)),
                    quietTime,
                    redis,
                    prefix,
                    id,
                    registry,
                    timer,
                    clock);
            webhooks.ifPresent(Webhooks::start);
            reminders.start();
            nodes.add(this);
        }

        Message send(Chat chat, UserId from) {
            return send(chat, from, stored -> reminders.posted(stored.message()));
        }

        /** As by a node that is killed between storing the message and setting a deadline. */
        Message storeOnly(Chat chat, UserId from) {
            return send(chat, from, stored -> {});
        }

        /** Retries as a client does. */
        private Message send(Chat chat, UserId from, Consumer<Stored> stored) {
            Message draft = draft(chat, from, clock.instant());
            for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
                try {
                    return Waiting.of(store.messages().append(draft, stored)).message();
                } catch (CompletionException busy) {
                    // the machine is busy
                }
            }
            return Waiting.of(store.messages().append(draft, stored)).message();
        }

        void read(Chat chat, UserId reader) {
            Waiting.of(
                    store.messages().markRead(chat.id(), reader, OptionalLong.empty(), Instant.now(), receipt -> {}));
        }

        double count(String meter, String tag, String value) {
            return registry.get(meter).tag(tag, value).counters().stream()
                    .mapToDouble(counter -> counter.count())
                    .sum();
        }

        /** It releases nothing, and what is in flight fails. */
        void kill() {
            if (!isDead) {
                isDead = true;
                timer.shutdownNow();
                redis.shutdown();
                store.stop();
            }
        }

        private void stop() {
            if (!isDead) {
                reminders.stop();
                webhooks.ifPresent(Webhooks::stop);
                kill();
            }
        }
    }

    ReminderCluster(Duration quietTime) {
        this.quietTime = quietTime;
    }

    /** @param file of webhooks; its endpoint is {@link #receiver} */
    Node startNode(Path file, Clock clock) {
        return new Node(Optional.of(file), List.of(), ReminderPreferences.ALWAYS, clock);
    }

    Node startNode(Path file, ReminderPreferences preferences) {
        return new Node(Optional.of(file), List.of(), preferences, Clock.systemUTC());
    }

    /** A connection string. */
    String database() {
        return database;
    }

    MongoStore store() {
        return store;
    }

    /** Without webhooks. */
    Node startNode(ReminderSender sender) {
        return new Node(Optional.empty(), List.of(sender), ReminderPreferences.ALWAYS, Clock.systemUTC());
    }

    String endpoint(String more) {
        return """
                crm:
                  url: %s
                  secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]
                  allow-http: true
                  allow-private: true
                  events: [message.unread]
                  %s
                """.formatted(receiver.url(), more);
    }

    Chat openChat(Node node, UserId client, UserId provider) {
        String id = IDS.next();
        Instant now = Instant.now();
        Chat draft = new Chat(
                new ChatId(id),
                client,
                provider,
                Optional.of("booking-" + id),
                Chat.Stage.INQUIRY,
                Chat.Status.OPEN,
                0,
                Optional.empty(),
                now,
                now);
        return Waiting.of(node.store.chats().open(draft)).chat();
    }

    /** The accepted webhooks about a user. */
    List<Received> about(UserId user) {
        return receiver.accepted().stream()
                .filter(each -> each.data().path("userId").asText().equals(user.value()))
                .toList();
    }

    /** As after a loss of Redis. */
    void forgetDeadlines() {
        nodes.get(0).redis.getKeys().deleteByPattern(prefix + ":{reminders-*");
    }

    @Override
    public void close() {
        RedissonClient last = RedisClients.shared();
        nodes.forEach(Node::stop);
        last.getKeys().deleteByPattern(prefix + "*");
        last.shutdown();
        store.stop();
        receiver.close();
    }

    private static Message draft(Chat chat, UserId from, Instant now) {
        return new Message(
                new MessageId(IDS.next()),
                chat.id(),
                1,
                MessageCounts.FIRST,
                from,
                chat.otherThan(from),
                "When can you come?",
                MessageType.TEXT,
                List.of(),
                Map.of(),
                Optional.of(IDS.next()),
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(),
                now);
    }
}
