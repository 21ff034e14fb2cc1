package dev.parley.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.error.Rejection;
import dev.parley.core.error.StorageException;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import dev.parley.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalRoomsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final EventLoop here = loops.next();
    private final EventLoop there = loops.next();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DeliveryMetrics metrics = new DeliveryMetrics(meters);
    private final LocalRooms rooms = new LocalRooms(new Subscriptions(), metrics, DeliveryTrace.NONE);
    private final Map<RecordingSocket, Member> members = new HashMap<>();
    private volatile CompletionStage<Void> subscription = CompletableFuture.completedFuture(null);

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void everyoneInTheRoomHearsEverythingInOrder() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");
        var bob = join(RecordingSocket.websocket("Bob", there), "chat");
        var eve = join(RecordingSocket.websocket("Eve", there), "another chat");

        say("chat", "one");
        say("chat", "two");
        say("another chat", "three");

        settle();
        assertThat(ada.heard()).containsExactly(event("one"), event("two"));
        assertThat(bob.heard()).containsExactly(event("one"), event("two"));
        assertThat(eve.heard()).containsExactly(event("three"));
    }

    @Test
    void aUserWhoIsExceptedHearsNothingOnAnySocketInTheUsersRoomOrNot() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");
        var bob = join(RecordingSocket.websocket("Bob", there), "chat");
        members.get(bob).identify("bob");

        rooms.deliver(BroadcastTarget.everyone().except(List.of("bob")), packet("Eve is online"));

        settle();
        assertThat(ada.heard()).containsExactly(event("Eve is online"));
        assertThat(bob.heard()).isEmpty();
    }

    @Test
    void whatMeetsInOnePassOfTheLoopIsWrittenOnce() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");

        onLoop(here, () -> List.of("one", "two", "three").forEach(text -> say("chat", text)));

        settle();
        assertThat(ada.heard()).containsExactly(event("one"), event("two"), event("three"));
        assertThat(ada.frameWrites()).isEqualTo(1);
    }

    @Test
    void aSocketThatCannotBeWrittenToKeepsNoOtherRoomOfItsLoopFromHearing() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");
        var bob = join(RecordingSocket.websocket("Bob", here), "another chat");
        ada.failWith(new InternalError("of this test"));

        onLoop(here, () -> {
            say("chat", "one");
            say("another chat", "two");
        });

        settle();
        assertThat(bob.heard()).containsExactly(event("two"));
        assertThat(ada.heard()).isEmpty();
    }

    @Test
    void anAnswerComesAfterTheBroadcastThatWasSentBeforeIt() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");

        onLoop(here, () -> {
            say("chat", "new-message");
            ada.writeOrdinary("acknowledgement");
            say("chat", "afterwards");
        });

        settle();
        assertThat(ada.heard()).containsExactly(event("new-message"), "acknowledgement", event("afterwards"));
    }

    @Test
    void roomsThatShareAMemberKeepTheOrderBetweenThem() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");
        join(ada, "notifications");

        onLoop(here, () -> {
            say("chat", "one");
            say("notifications", "two");
            say("chat", "three");
        });

        settle();
        assertThat(ada.heard()).containsExactly(event("one"), event("two"), event("three"));
    }

    @Test
    void theTypistDoesNotHearTheirOwnTyping() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");
        var adasPhone = join(RecordingSocket.websocket("Ada's phone", there), "chat");
        var bob = join(RecordingSocket.websocket("Bob", there), "chat");
        join(ada, "ada");
        join(adasPhone, "ada");

        rooms.deliver(BroadcastTarget.room("chat").except(List.of("ada")), packet("Ada is typing"));

        settle();
        assertThat(ada.heard()).isEmpty();
        assertThat(adasPhone.heard()).isEmpty();
        assertThat(bob.heard()).containsExactly(event("Ada is typing"));
    }

    @Test
    void whoIsInTwoOfTheRoomsHearsItOnce() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");
        join(ada, "ada");
        var bob = join(RecordingSocket.websocket("Bob", here), "ada");

        rooms.deliver(new BroadcastTarget(List.of("chat", "ada", "nobody's"), List.of()), packet("read"));

        settle();
        assertThat(ada.heard()).containsExactly(event("read"));
        assertThat(bob.heard()).containsExactly(event("read"));
    }

    @Test
    void aSocketIsInAThousandRoomsAtMost() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");
        for (int i = 1; i < 1_000; i++) {
            join(ada, "room-" + i);
        }

        var oneMore = rooms.join(members.get(ada), "one more");

        assertThatThrownBy(() -> Waiting.of(oneMore)).hasCauseInstanceOf(Rejection.class);
        assertThat(rooms.has("one more")).isFalse();
        Waiting.of(rooms.join(members.get(ada), "chat"));
        rooms.leave(members.get(ada), "room-1");
        Waiting.of(rooms.join(members.get(ada), "one more"));
    }

    @Test
    void everyoneMeansThoseWithoutARoomToo() {
        var stranger = RecordingSocket.websocket("Stranger", here);
        rooms.enter(member(stranger));
        var ada = join(RecordingSocket.websocket("Ada", there), "chat");
        Waiting.until("the stranger has entered", stranger::isListenedTo);

        rooms.deliver(BroadcastTarget.everyone(), packet("resync"));

        settle();
        assertThat(stranger.heard()).containsExactly(event("resync"));
        assertThat(ada.heard()).containsExactly(event("resync"));
    }

    @Test
    void whoIsStillPollingHearsTheSameInTheSameOrder() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");
        var bob = join(RecordingSocket.polling("Bob", here), "chat");

        onLoop(here, () -> List.of("one", "two").forEach(text -> say("chat", text)));

        settle();
        assertThat(ada.heard()).containsExactly(event("one"), event("two"));
        assertThat(bob.heard()).containsExactly(event("one"), event("two"));
        assertThat(bob.frameWrites()).isZero();
    }

    @Test
    void anEventWithAttachmentsKeepsItsPlaceBetweenOthers() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");

        onLoop(here, () -> {
            say("chat", "before");
            rooms.deliver(BroadcastTarget.room("chat"), SocketIoEncoder.encode("/", "picture", new byte[3]));
            say("chat", "after");
        });

        settle();
        assertThat(ada.heard())
                .containsExactly(
                        event("before"),
                        "451-[\"picture\",{\"_placeholder\":true,\"num\":0}]",
                        "binary of 3",
                        event("after"));
    }

    @Test
    void longEventsAreFramedAsLongFrames() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");
        String medium = "m".repeat(300);
        String long_ = "l".repeat(70_000);

        onLoop(here, () -> List.of(medium, long_, "short").forEach(text -> say("chat", text)));

        settle();
        assertThat(ada.heard()).containsExactly(event(medium), event(long_), event("short"));
    }

    @Test
    void whoHasLeftHearsNothingMore() {
        var ada = RecordingSocket.websocket("Ada", here);
        var member = member(ada);
        Waiting.of(rooms.join(member, "chat"));
        assertThat(rooms.roomsOf(member)).containsExactly("chat");

        rooms.leave(member, "chat");
        say("chat", "too late");

        settle();
        assertThat(ada.heard()).isEmpty();
        assertThat(rooms.roomsOf(member)).isEmpty();
        assertThat(rooms.has("chat")).isFalse();
    }

    @Test
    void aSocketThatIsGoneCannotJoinAnyMore() {
        var ada = RecordingSocket.websocket("Ada", here);
        var member = member(ada);
        Waiting.of(rooms.join(member, "chat"));
        rooms.leaveAll(member);

        CompletionStage<Void> late = rooms.join(member, "chat");

        assertThatThrownBy(() -> Waiting.of(late)).isInstanceOf(CancellationException.class);
        assertThat(rooms.count()).isZero();
    }

    @Test
    void whoseSubscriptionFailedIsOutOfTheRoomAgain() {
        subscription = CompletableFuture.failedFuture(new StorageException("Redis is unavailable", null));
        var ada = RecordingSocket.websocket("Ada", here);
        var member = member(ada);

        assertThatThrownBy(() -> Waiting.of(rooms.join(member, "chat"))).hasCauseInstanceOf(StorageException.class);
        Waiting.until("Ada is out", () -> !rooms.has("chat"));
        say("chat", "unheard");

        settle();
        assertThat(ada.heard()).isEmpty();
    }

    @Test
    void whoIsInTheRoomStaysInItWhenJoiningAgainFails() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");
        subscription = CompletableFuture.failedFuture(new StorageException("Redis is unavailable", null));

        assertThatThrownBy(() -> join(ada, "chat")).hasCauseInstanceOf(StorageException.class);
        settle();
        say("chat", "heard");

        settle();
        assertThat(ada.heard()).containsExactly(event("heard"));
    }

    @Test
    void whatWasHeldBackGoesOutBeforeSomeoneNewJoins() {
        var ada = join(RecordingSocket.websocket("Ada", here), "chat");
        var bob = RecordingSocket.websocket("Bob", here);
        var newcomer = member(bob);

        onLoop(here, () -> {
            say("chat", "before Bob");
            rooms.join(newcomer, "chat");
            say("chat", "after Bob");
        });

        settle();
        assertThat(ada.heard()).containsExactly(event("before Bob"), event("after Bob"));
        assertThat(bob.heard()).containsExactly(event("after Bob"));
    }

    @Test
    void deliveredInTurnEachSocketOfTheRoomsHearsItOnceAndTheLastOneLater() {
        var sockets = IntStream.range(0, 20)
                .mapToObj(
                        number -> join(RecordingSocket.websocket("" + number, number % 2 == 0 ? here : there), "chat"))
                .toList();
        sockets.forEach(socket -> join(socket, "another chat"));
        var eve = join(RecordingSocket.websocket("Eve", here), "a third chat");

        rooms.deliverInTurn(
                new BroadcastTarget(List.of("chat", "another chat"), List.of()), packet("read again"), HOUR);

        settle();
        assertThat(sockets).filteredOn(socket -> socket.heardCount() == 1).hasSize(1);
        rooms.deliverInTurn(BroadcastTarget.room("chat"), packet("and again"), Duration.ofMillis(20));
        Waiting.until("all heard it", () -> sockets.stream()
                .allMatch(socket -> socket.heard().contains(event("and again"))));
        assertThat(sockets).allSatisfy(socket -> assertThat(socket.heard()).containsOnlyOnce(event("and again")));
        assertThat(eve.heard()).isEmpty();
    }

    @Test
    void operatorsSeeHowManyABroadcastReachesAndHowLongItTakesOnEachEventLoop() {
        join(RecordingSocket.websocket("Ada", here), "chat");
        join(RecordingSocket.websocket("Bob", here), "chat");
        join(RecordingSocket.websocket("Cy", there), "chat");

        say("chat", "hello");
        say("nobody is in here", "hello?");

        settle();
        assertThat(meters.get("parley.fanout.members").summary().totalAmount()).isEqualTo(3);
        assertThat(meters.get("parley.fanout.members").summary().count()).isEqualTo(1);
        var delivery = meters.get("parley.send.stage").tag("stage", "delivery").timer();
        assertThat(delivery.count()).isEqualTo(2);
        assertThat(delivery.max(TimeUnit.SECONDS)).isLessThan(10);
    }

    private RecordingSocket join(RecordingSocket recipient, String room) {
        Waiting.of(rooms.join(members.computeIfAbsent(recipient, Member::new), room));
        return recipient;
    }

    private static Member member(RecordingSocket recipient) {
        return new Member(recipient);
    }

    private void say(String room, String text) {
        rooms.deliver(BroadcastTarget.room(room), packet(text));
    }

    private static EncodedPacket packet(String text) {
        return new EncodedPacket(event(text).getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String text) {
        return "42[\"said\",\"" + text + "\"]";
    }

    private static void onLoop(EventLoop loop, Runnable work) {
        loop.submit(work).syncUninterruptibly();
    }

    /** Two rounds: work on a loop may plan a last task for the end of its pass. */
    private void settle() {
        for (int round = 0; round < 3; round++) {
            CountDownLatch passed = new CountDownLatch(2);
            here.execute(passed::countDown);
            there.execute(passed::countDown);
            Waiting.until("the loops have passed", () -> passed.getCount() == 0);
        }
    }

    /** Answers as {@link #subscription} does. */
    private final class Subscriptions implements RoomSubscriptions {
        @Override
        public CompletionStage<Void> acquire(String room) {
            return subscription;
        }

        @Override
        public void release(String room) {
            // nothing to unsubscribe from
        }
    }
}
