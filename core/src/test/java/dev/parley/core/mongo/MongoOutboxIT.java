package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.Notification;
import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.Outbox;
import dev.parley.core.outbox.Outbox.Batch;
import dev.parley.core.outbox.Outbox.Source;
import dev.parley.core.outbox.OutboxEvent;
import dev.parley.core.outbox.PendingEvents;
import dev.parley.core.outbox.Shards;
import dev.parley.core.testing.People;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoOutboxIT {
    private static final ObjectIdGenerator IDS = new ObjectIdGenerator();
    private static final Set<Integer> ALL =
            IntStream.range(0, Shards.COUNT).boxed().collect(Collectors.toSet());

    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    private Outbox outbox;

    @BeforeEach
    void start() {
        outbox = mongo.store().outbox();
        await(outbox.start());
    }

    @AfterEach
    void unsubscribe() {
        outbox.subscribe(Map.of());
    }

    @Test
    void withoutSubscriptionsNothingIsWrittenBesideTheEvents() {
        Chat chat = openChat();
        send(chat, "hello");
        await(mongo.store().messages().markRead(chat.id(), BORIS, OptionalLong.empty(), NOON, receipt -> {}));
        await(mongo.store().chats().change(chat.id(), Optional.of(Chat.Stage.BOOKED), Optional.empty(), late -> {}));
        await(mongo.store().users().recordPresence(ANNA, true, NOON, 1));

        for (String name : List.of("chats", "messages", "users")) {
            assertThat(mongo.collection(name).countDocuments(new Document())).isPositive();
            assertThat(stored(name)).as(name).noneMatch(each -> each.keySet().stream()
                    .anyMatch(field -> field.startsWith("outbox")));
        }
    }

    @Test
    void messagesArePendingInTheirOrderUntilTheyAreDelivered() {
        Chat chat = openChat();
        subscribe("crm", EventType.MESSAGE_CREATED);
        List<Message> sent = List.of(send(chat, "one"), send(chat, "two"), send(chat, "three"));

        PendingEvents pending = only(pending("crm", Source.MESSAGES));
        assertThat(pending.key()).isEqualTo(chat.id().value());
        assertThat(pending.chat()).map(Chat::id).contains(chat.id());
        assertThat(pending.events()).extracting(OutboxEvent::identity).containsExactlyElementsOf(ids(sent));

        await(outbox.delivered("crm", pending.events().subList(0, 2)));
        assertThat(only(pending("crm", Source.MESSAGES)).events())
                .extracting(OutboxEvent::identity)
                .containsExactly(sent.get(2).id().value());

        await(outbox.delivered("crm", pending.events()));
        assertThat(pending("crm", Source.MESSAGES)).isEmpty();
        assertThat(stored("messages")).allMatch(message -> !message.containsKey("outbox"));
    }

    @Test
    void eachEndpointHasAProgressOfItsOwn() {
        Chat chat = openChat();
        outbox.subscribe(Map.of(EventType.MESSAGE_CREATED, Set.of("crm", "audit")));
        send(chat, "hello");

        await(outbox.delivered("crm", only(pending("crm", Source.MESSAGES)).events()));
        assertThat(pending("crm", Source.MESSAGES)).isEmpty();
        assertThat(only(pending("audit", Source.MESSAGES)).events()).hasSize(1);
    }

    @Test
    void aNodeReadsItsShardsOnlyAndAPageEndsAtItsLimit() {
        subscribe("crm", EventType.MESSAGE_CREATED);
        List<Chat> chats = Stream.generate(this::openChat).limit(5).toList();
        chats.forEach(chat -> send(chat, "hello"));

        List<String> keys = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Batch page = await(outbox.pending("crm", ALL, Source.MESSAGES, after, 2));
            page.events().forEach(each -> keys.add(each.key()));
            after = page.next();
        } while (after.isPresent());
        assertThat(keys)
                .containsExactlyInAnyOrderElementsOf(
                        chats.stream().map(chat -> chat.id().value()).toList());

        int shard = Shards.of(keys.get(0));
        assertThat(await(outbox.pending("crm", Set.of(shard), Source.MESSAGES, Optional.empty(), 100))
                        .events())
                .isNotEmpty()
                .allMatch(each -> Shards.of(each.key()) == shard);
        assertThat(await(outbox.count("crm", ALL, 100))).isEqualTo(5);
        assertThat(await(outbox.count("crm", ALL, 3))).isEqualTo(3);
    }

    @Test
    void aChatIsCreatedBeforeItsFirstMessage() {
        outbox.subscribe(Map.of(
                EventType.CHAT_CREATED, Set.of("crm"),
                EventType.MESSAGE_CREATED, Set.of("crm")));
        Chat chat = openChat();
        send(chat, "hello");

        PendingEvents pending = only(pending("crm", Source.MESSAGES));
        assertThat(pending.events())
                .extracting(OutboxEvent::type)
                .containsExactly(EventType.CHAT_CREATED, EventType.MESSAGE_CREATED);
        await(outbox.delivered("crm", pending.events()));
        assertThat(pending("crm", Source.CHATS)).isEmpty();
    }

    @Test
    void aChangeDuringADeliveryStaysPending() {
        Chat chat = openChat();
        subscribe("crm", EventType.CHAT_CHANGED);
        await(mongo.store().chats().change(chat.id(), Optional.of(Chat.Stage.BOOKED), Optional.empty(), late -> {}));
        PendingEvents before = only(pending("crm", Source.CHATS));
        await(mongo.store().chats().change(chat.id(), Optional.of(Chat.Stage.COMPLETED), Optional.empty(), late -> {}));

        await(outbox.delivered("crm", before.events()));
        PendingEvents after = only(pending("crm", Source.CHATS));
        assertThat(((OutboxEvent.ChatChanged) after.events().get(0)).chat().stage())
                .isEqualTo(Chat.Stage.COMPLETED);
        await(outbox.delivered("crm", after.events()));
        assertThat(pending("crm", Source.CHATS)).isEmpty();
    }

    @Test
    void whatOneStepHasReadIsOneEventBehindItsMessages() {
        Chat chat = openChat();
        outbox.subscribe(Map.of(
                EventType.MESSAGE_CREATED, Set.of("crm"),
                EventType.MESSAGE_READ, Set.of("crm")));
        send(chat, "one");
        send(chat, "two");
        await(mongo.store().messages().markRead(chat.id(), BORIS, OptionalLong.empty(), NOON, receipt -> {}));
        send(chat, "three");

        PendingEvents pending = only(pending("crm", Source.MESSAGES));
        assertThat(pending.events())
                .extracting(OutboxEvent::type)
                .containsExactly(
                        EventType.MESSAGE_CREATED,
                        EventType.MESSAGE_CREATED,
                        EventType.MESSAGE_READ,
                        EventType.MESSAGE_CREATED);
        OutboxEvent.MessagesRead read =
                (OutboxEvent.MessagesRead) pending.events().get(2);
        assertThat(read.upToSeq()).isEqualTo(2);
        assertThat(read.reader()).isEqualTo(BORIS);
        assertThat(read.messages()).hasSize(2);

        await(outbox.delivered("crm", List.of(read)));
        assertThat(only(pending("crm", Source.MESSAGES)).events())
                .extracting(OutboxEvent::type)
                .containsOnly(EventType.MESSAGE_CREATED);
    }

    @Test
    void notificationsAndPresenceArePendingByUser() {
        Map<EventType, Set<String>> all = new EnumMap<>(EventType.class);
        Stream.of(EventType.values()).forEach(type -> all.put(type, Set.of("crm")));
        outbox.subscribe(all);
        await(mongo.store()
                .notifications()
                .insertAll(List.of(notification(ANNA), notification(BORIS)), Optional.empty(), each -> {}));
        await(mongo.store().users().recordPresence(ANNA, true, NOON, 1));

        assertThat(pending("crm", Source.NOTIFICATIONS))
                .extracting(PendingEvents::key)
                .containsExactlyInAnyOrder(ANNA.value(), BORIS.value());
        PendingEvents online = only(pending("crm", Source.USERS));
        assertThat(online.events().get(0).type()).isEqualTo(EventType.USER_ONLINE);
        await(mongo.store().users().recordPresence(ANNA, false, NOON, 2));
        await(outbox.delivered("crm", online.events()));
        PendingEvents offline = only(pending("crm", Source.USERS));
        assertThat(offline.events().get(0).type()).isEqualTo(EventType.USER_OFFLINE);
        await(outbox.delivered("crm", offline.events()));
        assertThat(pending("crm", Source.USERS)).isEmpty();
    }

    /** In the order of MongoDB every ObjectId comes after every string. */
    @Test
    void aPageThatEndsWithATextIsFollowedByObjectIds() {
        subscribe("crm", EventType.USER_ONLINE);
        await(mongo.store().users().recordPresence(ANNA, true, NOON, 1));
        await(mongo.store().users().recordPresence(BORIS, true, NOON, 1));

        Batch first = await(outbox.pending("crm", ALL, Source.USERS, Optional.empty(), 1));
        Batch second = await(outbox.pending("crm", ALL, Source.USERS, first.next(), 1));
        assertThat(List.of(only(first.events()).key(), only(second.events()).key()))
                .containsExactly(ANNA.value(), BORIS.value());
    }

    @Test
    void aReplayPassesOverAllPages() {
        String chat = IDS.next();
        mongo.collection("messages")
                .insertMany(IntStream.rangeClosed(1, 2_100)
                        .mapToObj(seq -> new Document("chatId", new ObjectId(chat)).append("seq", seq))
                        .toList());
        Instant start = Instant.now().minusSeconds(60);
        assertThat(await(outbox.replay("crm", Set.of(EventType.MESSAGE_CREATED), start)))
                .isEqualTo(2_100);
        assertThat(mongo.collection("messages").countDocuments(new Document("outbox", new Document("$exists", true))))
                .isEqualTo(2_100);
    }

    @Test
    void aReplayMarksWhatWasStoredSince() {
        Chat chat = openChat();
        List<Message> sent = List.of(send(chat, "one"), send(chat, "two"));
        assertThat(pending("crm", Source.MESSAGES)).isEmpty();

        Instant start = Instant.now().minusSeconds(60);
        assertThat(await(outbox.replay("crm", Set.of(EventType.MESSAGE_CREATED), start)))
                .isEqualTo(2);
        assertThat(only(pending("crm", Source.MESSAGES)).events())
                .extracting(OutboxEvent::identity)
                .containsExactlyElementsOf(ids(sent));
        assertThat(await(outbox.replay("late", Set.of(EventType.MESSAGE_CREATED), start.plusSeconds(3_600))))
                .isZero();
    }

    @Test
    void aStateIsPausedFailingAndAsNew() {
        var states = mongo.store().endpoints();
        await(states.failing("crm", "status 500", NOON));
        await(states.failing("crm", "status 502", NOON.plusSeconds(60)));
        await(states.pause("crm", "failed for a day", NOON.plusSeconds(120)));

        var state = await(states.all()).get("crm");
        assertThat(state.failingSince()).contains(NOON);
        assertThat(state.lastError()).contains("status 502");
        assertThat(state.paused()).contains("failed for a day");

        await(states.resume("crm"));
        assertThat(await(states.all()).get("crm").isPaused()).isFalse();
        assertThat(await(states.all()).get("crm").failingSince()).isEmpty();
    }

    private void subscribe(String endpoint, EventType type) {
        outbox.subscribe(Map.of(type, Set.of(endpoint)));
    }

    private Chat openChat() {
        return await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
    }

    private static Message send(Chat chat, String content) {
        Message draft = People.draft(IDS.next(), chat, ANNA, content, Optional.empty());
        return await(mongo.store().messages().append(draft, stored -> {})).message();
    }

    private static Notification notification(UserId user) {
        return new Notification(
                new NotificationId(IDS.next()),
                user,
                "booking",
                "Booked",
                "Tomorrow",
                Map.of(),
                false,
                false,
                Optional.empty(),
                NOON,
                Optional.empty());
    }

    private List<PendingEvents> pending(String endpoint, Source source) {
        return await(outbox.pending(endpoint, ALL, source, Optional.empty(), 100))
                .events();
    }

    private static PendingEvents only(List<PendingEvents> pending) {
        assertThat(pending).hasSize(1);
        return pending.get(0);
    }

    private static List<String> ids(List<Message> messages) {
        return messages.stream().map(message -> message.id().value()).toList();
    }

    private static List<Document> stored(String collection) {
        return mongo.collection(collection).find().into(new ArrayList<>());
    }
}
