package dev.parley.gateway.cluster;

import static dev.parley.gateway.cluster.TestNode.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.cache.ChangeFeed;
import dev.parley.core.error.StorageException;
import dev.parley.gateway.rooms.RecordingSocket;
import dev.parley.testing.ConcurrentTest;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TcpRelay;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two nodes on one Redis, the first of which is behind a relay that cuts, hangs and delays. */
class RedisFaultsIT {
    private static final String CHAT = "chat";
    private static final String OTHER_CHAT = "other-chat";

    private RedisServer redis;
    private TcpRelay relay;
    private TestNode first;
    private TestNode second;
    private RecordingSocket ada;
    private RecordingSocket bob;
    private RecordingSocket eve;

    @BeforeEach
    void start() {
        redis = RedisServer.start();
        relay = TcpRelay.to(redis.port());
        first = TestNode.started("first", "redis://127.0.0.1:" + relay.port(), FanOutSettings.defaults());
        second = TestNode.started("second", redis.address(), FanOutSettings.defaults());
        ada = first.socket("Ada", CHAT);
        bob = second.socket("Bob", CHAT);
        eve = second.socket("Eve", OTHER_CHAT);
    }

    @AfterEach
    void stop() {
        if (second != null) {
            first.close();
            second.close();
        }
        relay.close();
        redis.kill();
    }

    @ConcurrentTest
    void aNodeThatIsCutOffDoesNotRelyOnWhatItHasReadAndHearsLaterOfWhatHasChanged() {
        List<String> heard = new CopyOnWriteArrayList<>();
        first.changes().subscribe(new Recorder(heard));
        List<String> atSecond = new CopyOnWriteArrayList<>();
        second.changes().subscribe(new Recorder(atSecond));
        Waiting.until(
                "both are live",
                () -> first.changes().isLive() && second.changes().isLive());
        second.changes().announce("user anna");
        Waiting.until("the other node hears of the change", () -> heard.contains("user anna"));
        relay.hang();
        Waiting.until("it is not live", () -> !first.changes().isLive());
        first.changes().announce("user boris");
        relay.cut();
        relay.restore();
        Waiting.until("it is live again", Duration.ofSeconds(20), () -> first.changes()
                .isLive());
        assertThat(heard).contains("missed");
        Waiting.until("its change is heard", Duration.ofSeconds(20), () -> atSecond.contains("user boris"));
    }

    private record Recorder(List<String> heard) implements ChangeFeed.Listener {
        @Override
        public void changed(String key) {
            heard.add(key);
        }

        @Override
        public void missed() {
            heard.add("missed");
        }
    }

    @ConcurrentTest
    void whatACutNodeCouldNotPublishIsFollowedByOneResyncInThoseRooms() {
        relay.cut();
        first.say(CHAT, "lost");
        Waiting.until("it is given up", () -> first.count("parley.fanout.publish.lost") > 0);
        relay.restore();

        Waiting.until("Bob is told", Duration.ofSeconds(5), () -> resyncs(bob) > 0);
        Waiting.until("Ada is told", Duration.ofSeconds(5), () -> resyncs(ada) > 0);
        theRoomWorks();
        assertThat(resyncs(bob)).isEqualTo(1);
        assertThat(resyncs(ada)).isEqualTo(1);
        assertThat(eve.heard()).isEmpty();
    }

    @ConcurrentTest
    void aMessageArrivesOnceThoughRedisStandsStillForLongerThanAPublishMayTake() {
        relay.hang();
        first.say(CHAT, "once");
        LockSupport.parkNanos(Duration.ofMillis(4_500).toNanos());
        relay.restore();

        theRoomWorks();
        assertThat(bob.heard()).containsOnlyOnce(said("once"));
        assertThat(resyncs(bob)).isLessThanOrEqualTo(1);
    }

    @ConcurrentTest
    void aJoinWhileRedisHangsFailsAsUnavailableAndLeavesNothingBehind() {
        relay.hang();
        long start = System.nanoTime();
        var join = first.join(ada, OTHER_CHAT);

        assertThatThrownBy(() -> Waiting.of(join)).hasCauseInstanceOf(StorageException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        Waiting.until("Ada is out", () -> !first.isIn(ada, OTHER_CHAT));
        relay.restore();
        Waiting.until("only the live rooms stay", () -> first.gauge("parley.fanout.subscriptions") == 1);
        theRoomWorks();
    }

    @ConcurrentTest
    void aSubscriptionThatIsConfirmedTooLateDoesNotEndANewerOneOfTheSameRoom() {
        relay.delay(Duration.ofMillis(2_200));
        var tooLate = first.join(ada, OTHER_CHAT);
        assertThatThrownBy(() -> Waiting.of(tooLate)).hasCauseInstanceOf(StorageException.class);
        Waiting.until("Ada is out", () -> !first.isIn(ada, OTHER_CHAT));

        var newer = first.join(ada, OTHER_CHAT);
        relay.delay(Duration.ZERO);
        relay.restore();
        Waiting.of(newer);

        theRoomWorks();
        second.say(OTHER_CHAT, "still here");
        Waiting.until("Ada hears it", () -> ada.heard().contains(said("still here")));
    }

    @ConcurrentTest
    void aSubscriptionWhosePacketsAreDroppedIsReplaced() {
        relay.hangReplies();
        theNodeNoticesAndRecovers();
        Waiting.until("Ada is told", () -> resyncs(ada) > 0);
        theRoomWorks();
    }

    /** Its sockets miss nothing: what others publish still arrives. */
    @ConcurrentTest
    void aNodeWhoseOwnPacketsAreDroppedRecovers() {
        relay.hangRequests();
        theNodeNoticesAndRecovers();
        theRoomWorks();
    }

    private void theNodeNoticesAndRecovers() {
        Waiting.until("the node notices", Duration.ofSeconds(10), () -> !first.isLive());
        relay.restore();
        Waiting.until("it is live again", Duration.ofSeconds(10), first::isLive);
    }

    @ConcurrentTest
    void anEndedReplyStreamIsReplaced() {
        relay.halfClose();

        Waiting.until("Ada is told", () -> resyncs(ada) > 0);
        theRoomWorks();
    }

    /** In both directions, and after whatever else was to come. */
    private void theRoomWorks() {
        Waiting.until("Bob hears Ada", () -> {
            first.say(CHAT, "ping");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            return bob.heard().contains(said("ping"));
        });
        Waiting.until("Ada hears Bob", () -> {
            second.say(CHAT, "pong");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            return ada.heard().contains(said("pong"));
        });
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    }

    private static long resyncs(RecordingSocket socket) {
        return socket.heard().stream()
                .filter(packet -> packet.startsWith("42[\"resync\""))
                .count();
    }
}
