package dev.parley.gateway.cluster;

import static dev.parley.gateway.cluster.TestNode.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.redis.RedisAddress;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.testing.TestRedis;
import dev.parley.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/** The event log for session recovery, with two nodes on one real Redis. */
class EventLogIT {
    private static final Duration AGE = Duration.ofMinutes(4);

    private final String run = Long.toHexString(System.nanoTime());
    private final String chat = "chat-" + run;
    private final EventLogSettings settings = settings(2_000, 1_000);
    private final TestNode first = TestNode.logging("first-" + run, TestRedis.address(), settings);
    private final TestNode second = TestNode.logging("second-" + run, TestRedis.address(), settings);

    private final RedisConnection connection =
            new RedisConnection(RedisAddress.parse(TestRedis.address()), Optional.empty());
    private final RedissonClient redis = Waiting.of(connection.connect());

    private EventLogSettings settings(int entries, int maxMissed) {
        return new EventLogSettings("test-" + run, entries, AGE, 5_000, maxMissed, 1 << 20);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        connection.stop();
    }

    @Test
    void everyNodeHearsAnEventOnceWithTheSameOffset() {
        var ada = first.socket("Ada", chat);
        var bob = second.socket("Bob", chat);

        first.say(chat, "hello");
        Waiting.until("both have heard it", () -> ada.heardCount() == 1 && bob.heardCount() == 1);
        second.say(chat, "hello yourself");

        Waiting.until("both have heard both", () -> ada.heardCount() == 2 && bob.heardCount() == 2);
        assertThat(ada.heard()).hasSize(2).isEqualTo(bob.heard());
        assertThat(ada.heard().get(0)).matches("42\\[\"said\",\"hello\",\"[1-9][0-9]{15}\"]");
    }

    @Test
    void allNodesHearTheEventsOfAllRoomsInTheOrderOfTheirOffsets() {
        String other = "other-" + run;
        var ada = first.socket("Ada", chat, other);
        var bob = second.socket("Bob", chat, other);

        for (int i = 0; i < 500; i++) {
            first.say(i % 2 == 0 ? chat : other, "first " + i);
            second.say(i % 3 == 0 ? chat : other, "second " + i);
            if (i % 100 == 0) {
                second.say(BroadcastTarget.everyone(), "all " + i);
            }
        }

        Waiting.until("both have heard all", () -> ada.heardCount() == 1_005 && bob.heardCount() == 1_005);
        assertThat(ada.heard()).isEqualTo(bob.heard());
        assertThat(offsets(ada.heard())).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whoComesBackIsGivenWhatItsRoomsHeardSince() {
        var ada = first.socket("Ada", chat);
        first.say(chat, "before");
        Waiting.until("Ada hears it", () -> ada.heardCount() == 1);
        long seen = offsets(ada.heard()).get(0);

        second.say(chat, "one");
        first.say("another-" + run, "not for Ada");
        second.say(BroadcastTarget.everyone(), "two");
        first.say(new BroadcastTarget(List.of("another-" + run, chat), List.of()), "three");
        first.say(BroadcastTarget.room(chat).except(List.of("ada-" + run)), "not for Ada either");
        second.say(chat, "four");
        Waiting.until("all are kept", () -> ada.heardCount() == 6);

        MissedPackets missed = after(seen, chat, "ada-" + run).orElseThrow();
        List<String> live = ada.heard().stream()
                .skip(1)
                .filter(packet -> !packet.contains("not for Ada"))
                .toList();
        assertThat(live).hasSize(4);
        assertThat(texts(missed)).isEqualTo(live);
        assertThat(missed.upTo()).isEqualTo(position());
        assertThat(missed.packets())
                .allSatisfy(packet -> assertThat(EventOffset.of(packet.text())).isGreaterThan(seen));
        assertThat(after(missed.upTo(), chat).orElseThrow().packets()).isEmpty();
    }

    @Test
    void theLogOfARoomDoesNotGrowBeyondItsBound() {
        var ada = first.socket("Ada", chat);

        for (int i = 0; i < 10_000; i++) {
            first.say(chat, "event " + i);
        }

        Waiting.until("all are published", () -> ada.heardCount() == 10_000);
        assertThat(length(chat)).isBetween(2_000L, 2_100L);
        assertThat(redis.getStream(stream(chat)).remainTimeToLive()).isBetween(1L, AGE.toMillis());
        long last = offsets(ada.heard()).get(9_999);
        assertThat(after(last - 1, chat)).hasValueSatisfying(missed -> assertThat(texts(missed))
                .containsExactly(ada.heard().get(9_999)));
        long trimmed = offsets(ada.heard()).get(10);
        assertThat(after(trimmed, chat))
                .as("what was missed is not kept any more")
                .isEmpty();
    }

    @Test
    void whatIsOldIsNotKept() {
        var brief = new EventLogSettings("test-" + run, 2_000, Duration.ofMillis(200), 5_000, 1_000, 1 << 20);
        try (TestNode third = TestNode.logging("third-" + run, TestRedis.address(), brief)) {
            third.say(chat, "old");
            Waiting.until("it is kept", () -> length(chat) == 1);
            Waiting.until("it is gone with the room's silence", () -> length(chat) == 0);

            third.say(chat, "first");
            Waiting.until("the first makes room for later ones", () -> {
                third.say(chat, "later");
                return texts(after(0, chat).orElseThrow()).stream().noneMatch(text -> text.contains("first"));
            });
        }
    }

    @Test
    void moreThanOneClientIsSentAgainIsNotReplayedAtAll() {
        EventLogSettings small = settings(2_000, 3);
        try (TestNode third = TestNode.logging("third-" + run, TestRedis.address(), small)) {
            var ada = third.socket("Ada", chat);
            IntStream.range(0, 4).forEach(i -> third.say(chat, "event " + i));
            Waiting.until("all are kept", () -> ada.heardCount() == 4);
            long seen = offsets(ada.heard()).get(0);

            assertThat(Waiting.of(third.log().after(seen, Set.of(chat)))).isPresent();
            assertThat(Waiting.of(third.log().after(seen - 1, Set.of(chat)))).isEmpty();
        }
    }

    @Test
    void aLogThatRedisLostIsNotTakenForAnEmptyOne() {
        var ada = first.socket("Ada", chat);
        first.say(chat, "before");
        Waiting.until("Ada hears it", () -> ada.heardCount() == 1);
        long seen = offsets(ada.heard()).get(0);
        assertThat(after(seen, chat)).isPresent();

        redis.getKeys().delete("test-" + run + ":{socket.io#/#}:last", stream(chat));

        assertThat(after(seen, chat)).isEmpty();
        assertThat(after(0, chat)).as("who came since then").isPresent();
    }

    @Test
    void nobodyIsReplayedALogAcrossAGap() {
        var ada = first.socket("Ada", chat);
        first.say(chat, "before");
        Waiting.until("Ada hears it", () -> ada.heardCount() == 1);
        long seen = offsets(ada.heard()).get(0);

        ((DeliveryGapListener) first.log()).recovered();

        Waiting.until("the gap is marked", () -> after(seen, chat).isEmpty());
        assertThat(after(position(), chat)).as("who was there after it").isPresent();
    }

    @Test
    void whatHasAttachmentsIsDeliveredAndNotKept() {
        var ada = first.socket("Ada", chat);
        var bob = second.socket("Bob", chat);
        first.emit(
                new ServerEvent<>("picture", Object.class),
                Map.of("bytes", new byte[] {1, 2}),
                BroadcastTarget.room(chat));
        first.say(chat, "after");

        Waiting.until("both have heard", () -> ada.heardCount() == 3 && bob.heardCount() == 3);
        assertThat(ada.heard()).contains("binary of 2");
        assertThat(length(chat)).isEqualTo(1);
    }

    @Test
    void aNodeWithoutALogIsHeardByOneWithAndTheOtherWayRound() {
        try (TestNode plain = TestNode.started("plain-" + run, TestRedis.address(), FanOutSettings.defaults())) {
            var ada = first.socket("Ada", chat);
            var bob = plain.socket("Bob", chat);

            first.say(chat, "kept");
            plain.say(chat, "not kept");

            Waiting.until("both have heard both", () -> ada.heardCount() == 2 && bob.heardCount() == 2);
            assertThat(ada.heard()).contains(said("not kept"));
            assertThat(length(chat)).isEqualTo(1);
        }
    }

    private Optional<MissedPackets> after(long offset, String... rooms) {
        return Waiting.of(first.log().after(offset, Set.of(rooms)));
    }

    private long position() {
        return Waiting.of(first.log().position());
    }

    private long length(String room) {
        return redis.getStream(stream(room)).size();
    }

    private String stream(String room) {
        return "test-" + run + ":{socket.io#/#}:log:socket.io#/#" + room + "#";
    }

    private static List<Long> offsets(List<String> packets) {
        List<Long> offsets = new ArrayList<>();
        packets.forEach(packet -> offsets.add(EventOffset.of(packet.getBytes(StandardCharsets.UTF_8))));
        return offsets;
    }

    private static List<String> texts(MissedPackets missed) {
        return missed.packets().stream()
                .map(packet -> new String(packet.text(), StandardCharsets.UTF_8))
                .toList();
    }
}
