package dev.parley.gateway.cluster;

import static dev.parley.gateway.cluster.TestNode.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.RecordingSocket;
import dev.parley.gateway.wire.PresencePayloads.UserStatusChangedPayload;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.gateway.wire.WireEvents;
import dev.parley.testing.TestRedis;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one real Redis. */
class TwoNodesIT {
    private static final FanOutSettings SETTINGS = FanOutSettings.defaults();
    private static final FanOutSettings QUICK_TO_UNSUBSCRIBE = new FanOutSettings(
            Duration.ofMillis(1),
            SETTINGS.subscribeWithin(),
            SETTINGS.maxSubscriptions(),
            SETTINGS.waitingMessages(),
            SETTINGS.waitingBytes(),
            SETTINGS.publishWithin(),
            SETTINGS.resyncSettle(),
            false);

    private final String run = Long.toHexString(System.nanoTime());
    private final String chat = "chat-" + run;
    private final TestNode first = TestNode.started("first-" + run, TestRedis.address(), SETTINGS);
    private final TestNode second = TestNode.started("second-" + run, TestRedis.address(), QUICK_TO_UNSUBSCRIBE);

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void aMessageIsHeardOnBothNodesOnce() {
        var ada = first.socket("Ada", chat);
        var bob = second.socket("Bob", chat);

        first.say(chat, "hello");
        heard(bob, "hello");
        second.say(chat, "hello yourself");

        heard(ada, "hello", "hello yourself");
        heard(bob, "hello", "hello yourself");
    }

    @Test
    void theOrderOfOneSenderIsKeptUnderLoad() {
        var bob = second.socket("Bob", chat);
        List<String> numbers =
                IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();

        numbers.forEach(number -> first.say(chat, number));
        heard(bob, numbers.toArray(String[]::new));
        assertThat(first.count("parley.fanout.publish.lost")).isZero();
    }

    @Test
    void whoIsExceptedHearsNothingOnEitherNode() {
        var ada = first.socket("Ada", chat, "ada-" + run);
        var adasPhone = second.socket("Ada's phone", chat, "ada-" + run);
        var bob = second.socket("Bob", chat);

        first.say(BroadcastTarget.room(chat).except(List.of("ada-" + run)), "Ada is typing");
        first.say(chat, "done");

        heard(bob, "Ada is typing", "done");
        heard(ada, "done");
        heard(adasPhone, "done");
    }

    @Test
    void everyoneOnEveryNodeHearsWhatIsForEveryone() {
        var ada = first.socket("Ada");
        var bob = second.socket("Bob", chat);

        first.say(BroadcastTarget.everyone(), "good morning");

        heard(ada, "good morning");
        heard(bob, "good morning");
    }

    @Test
    void aChangeOfPresenceThatIsAnnouncedByTwoNodesIsHeardOnce() {
        var ada = first.socket("Ada", chat);
        var bob = second.socket("Bob", chat);

        announce(first, chat, 7);
        Waiting.until("Bob has heard it", () -> bob.heard().size() == 1);
        announce(second, chat, 7);
        announce(second, chat, 8);
        second.say(chat, "end");

        Waiting.until("Ada has heard the end", () -> ada.heard().contains(said("end")));
        assertThat(ada.heard()).hasSize(3);
        assertThat(bob.heard()).containsExactlyElementsOf(ada.heard());
    }

    private static void announce(TestNode node, String room, long version) {
        node.emit(
                WireEvents.USER_STATUS_CHANGED,
                new UserStatusChangedPayload("eve", true, Instant.EPOCH.plusMillis(version), version),
                BroadcastTarget.room(room));
    }

    @Test
    void severalRoomsAreOneBroadcast() {
        var bob = second.socket("Bob", chat, "bob-" + run);

        first.say(new BroadcastTarget(List.of(chat, "bob-" + run), List.of()), "once");
        first.say(chat, "end");

        heard(bob, "once", "end");
    }

    @Test
    void aRoomAsLongAsASocketIdIsReachedByTheCommonChannel() {
        String room = "exactly-20-long-" + run.substring(run.length() - 4);
        assertThat(room).hasSize(20);
        var bob = second.socket("Bob", room);

        first.say(room, "hello");

        heard(bob, "hello");
    }

    @Test
    void binaryArrivesAsBinary() {
        var bob = second.socket("Bob", chat);

        first.emit(new ServerEvent<>("picture", byte[].class), new byte[] {1, 2, 3}, BroadcastTarget.room(chat));

        Waiting.until("Bob has the picture", () -> bob.heard().size() == 2);
        assertThat(bob.heard()).containsExactly("451-[\"picture\",{\"_placeholder\":true,\"num\":0}]", "binary of 3");
    }

    @Test
    void aBroadcastToSeveralRoomsIsHeardOnceAndReadOnlyWhereTheyHaveMembers() {
        var ada = first.socket("Ada", chat);
        var bob = second.socket("Bob", chat, "bob-" + run);
        var others = new BroadcastTarget(List.of("eve-" + run, "tom-" + run), List.of());

        first.say(new BroadcastTarget(List.of(chat, "bob-" + run), List.of()), "read");
        first.say(others, "for others");
        first.say(chat, "end");

        heard(bob, "read", "end");
        heard(ada, "read", "end");
        assertThat(second.count("parley.fanout.received")).isEqualTo(3);
    }

    @Test
    void aNodeIsSubscribedToTheRoomsOfItsSocketsOnly() {
        var bob = second.socket("Bob", chat);
        first.socket("Ada", "another-" + run);
        assertThat(second.gauge("parley.fanout.subscriptions")).isEqualTo(1);

        second.leave(bob, chat);
        Waiting.until("second has unsubscribed", () -> second.gauge("parley.fanout.subscriptions") == 0);
        first.say(chat, "nobody is there");
        Waiting.until("it is published", () -> first.count("parley.fanout.published") == 1);
        Waiting.of(second.join(bob, chat));
        first.say(chat, "welcome back");

        heard(bob, "welcome back");
    }

    @Test
    void whoeverComesBackBeforeTheSubscriptionEndsHearsOnAndOn() {
        var bob = second.socket("Bob", chat);

        for (int round = 0; round < 200; round++) {
            second.leave(bob, chat);
            Waiting.of(second.join(bob, chat));
            first.say(chat, "round " + round);
        }

        first.say(chat, "end");
        Waiting.until("Bob has heard the end", () -> bob.heard().contains(said("end")));
    }

    @Test
    void aStormOfJoinsIsLiveWhenItsJoinsAre() {
        List<RecordingSocket> sockets =
                Stream.of("Ann", "Bob", "Cid").map(second::socket).toList();
        List<String> rooms =
                IntStream.range(0, 3_000).mapToObj(i -> run + "-" + i).toList();
        List<CompletableFuture<Void>> joins = new ArrayList<>();
        for (int i = 0; i < rooms.size(); i++) {
            joins.add(second.join(sockets.get(i / 1_000), rooms.get(i)).toCompletableFuture());
        }

        for (int i = 0; i < rooms.size(); i++) {
            Waiting.of((CompletionStage<Void>) joins.get(i));
            first.say(rooms.get(i), rooms.get(i));
        }

        for (int i = 0; i < sockets.size(); i++) {
            heard(sockets.get(i), rooms.subList(i * 1_000, (i + 1) * 1_000).toArray(String[]::new));
        }
    }

    @Test
    void socketsAreDisconnectedOnEveryNode() {
        first.socket("Ada", "ada-" + run);
        second.socket("Ada's phone", "ada-" + run);
        second.socket("Bob", "bob-" + run);

        first.disconnect(BroadcastTarget.room("ada-" + run), true);

        Waiting.until("both are gone", () -> first.disconnected.size() + second.disconnected.size() == 2);
        assertThat(first.disconnected).containsExactly("Ada, connection and all");
        assertThat(second.disconnected).containsExactly("Ada's phone, connection and all");
    }

    private static void heard(RecordingSocket socket, String... texts) {
        Waiting.until(socket + " has heard " + texts.length, () -> socket.heardCount() >= texts.length);
        assertThat(socket.heard())
                .containsExactly(List.of(texts).stream().map(TestNode::said).toArray(String[]::new));
    }
}
