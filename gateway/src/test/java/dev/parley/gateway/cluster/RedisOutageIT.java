package dev.parley.gateway.cluster;

import static dev.parley.gateway.cluster.TestNode.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.error.StorageException;
import dev.parley.gateway.rooms.RecordingSocket;
import dev.parley.testing.ConcurrentTest;
import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two nodes during and after an outage of their Redis. */
class RedisOutageIT {
    private static final String CHAT = "chat";

    private RedisServer redis;
    private TestNode first;
    private TestNode second;

    @BeforeEach
    void start() {
        redis = RedisServer.start();
        first = TestNode.started("first", redis.address(), FanOutSettings.defaults());
        second = TestNode.started("second", redis.address(), FanOutSettings.defaults());
    }

    @AfterEach
    void stop() {
        if (redis != null) {
            first.close();
            second.close();
            redis.kill();
        }
    }

    @ConcurrentTest
    void socketsAreToldToReadAgainWhenRedisIsBackAndHearEachOtherAgain() {
        var ada = first.socket("Ada", CHAT);
        var bob = second.socket("Bob", CHAT);

        redis.kill();
        first.say(CHAT, "while Redis is unavailable");
        Waiting.until("Ada hears it", () -> ada.heardCount() == 1);
        redis.restart();

        Waiting.until("Ada is told", () -> isResync(ada.heard().get(ada.heardCount() - 1)));
        Waiting.until("Bob is told", () -> bob.heard().stream().anyMatch(RedisOutageIT::isResync));
        first.say(CHAT, "again on both");
        Waiting.until("Bob hears it", () -> bob.heard().contains(said("again on both")));
    }

    @ConcurrentTest
    void allSubscriptionsOfANodeComeBackWithAFewCommands() {
        var bob = second.socket(
                "Bob", IntStream.range(0, 300).mapToObj(i -> "room-" + i).toArray(String[]::new));

        redis.ask("CONFIG RESETSTAT");
        redis.ask("CLIENT KILL TYPE pubsub");

        Waiting.until("Bob is told", () -> bob.heard().stream().anyMatch(RedisOutageIT::isResync));
        first.say("room-299", "to the last room");
        Waiting.until("Bob hears it", () -> bob.heard().contains(said("to the last room")));
        assertThat(calls("ssubscribe")).as("for 300 rooms").isBetween(2, 20);
    }

    private int calls(String command) {
        Matcher calls =
                Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(redis.askAll("INFO commandstats"));
        return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
    }

    @ConcurrentTest
    void aSubscriptionThatRedisCutIsFollowedByAResyncOfThatNode() {
        var bob = second.socket("Bob", CHAT);

        redis.ask("CLIENT KILL TYPE pubsub");

        Waiting.until("Bob is told", () -> bob.heard().stream().anyMatch(RedisOutageIT::isResync));
        first.say(CHAT, "hello again");
        Waiting.until("Bob hears it", () -> bob.heard().contains(said("hello again")));
    }

    @ConcurrentTest
    void whatWaitsForRedisIsBoundedAndWhatIsDroppedIsCounted() {
        first.socket("Ada", CHAT);
        FanOutSettings settings = FanOutSettings.defaults();
        redis.kill();

        IntStream.range(0, settings.waitingMessages() + 5_000).forEach(i -> first.say(CHAT, "" + i));

        assertThat(first.gauge("parley.fanout.publish.waiting")).isLessThanOrEqualTo(settings.waitingMessages());
        assertThat(first.count("parley.fanout.publish.lost")).isPositive();
        redis.restart();
        Waiting.until("nothing waits", () -> first.gauge("parley.fanout.publish.waiting") == 0);
    }

    @ConcurrentTest
    void aJoinWithoutRedisIsRefusedAndLeavesNoOneInTheRoom() {
        var ada = first.socket("Ada");
        redis.kill();

        var join = first.join(ada, CHAT);

        assertThatThrownBy(() -> Waiting.of(join)).hasCauseInstanceOf(StorageException.class);
        Waiting.until("Ada is out", () -> !first.isIn(ada, CHAT));
        redis.restart();
        Waiting.until("joining works again", () -> joins(ada));
    }

    private boolean joins(RecordingSocket socket) {
        try {
            Waiting.of(first.join(socket, CHAT));
            return true;
        } catch (RuntimeException stillAway) {
            return false;
        }
    }

    @ConcurrentTest
    void aNodeThatStartsBeforeRedisWaitsForIt() {
        redis.kill();
        try (TestNode early = TestNode.starting("early", redis.address(), FanOutSettings.defaults())) {
            assertThat(early.isLive()).isFalse();
            redis.restart();

            Waiting.until("early is live", early::isLive);
            var eve = early.socket("Eve", CHAT);
            Waiting.until("first is connected again", () -> {
                first.say(CHAT, "good morning");
                return eve.heard().contains(said("good morning"));
            });
        }
    }

    private static boolean isResync(String packet) {
        return packet.startsWith("42[\"resync\",{\"reason\":\"redis_reconnected\",\"since\":\"");
    }
}
