package dev.parley.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.presence.TypingRegistry;
import dev.parley.presence.TypingRegistry.Typist;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TcpRelay;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** Two nodes on a real Redis, the first of them behind a relay. */
class RedisTypingRegistryIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Typist ANNA = new Typist(new ChatId("64c000000000000000000c01"), new UserId("anna"));
    private static RedisServer redis;

    private TcpRelay relay;
    private RedissonClient relayed;
    private RedissonClient direct;
    private TypingRegistry one;
    private TypingRegistry two;

    @BeforeAll
    static void startRedis() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void connect() {
        relay = TcpRelay.to(redis.port());
        relayed = RedisClients.of("redis://127.0.0.1:" + relay.port());
        direct = RedisClients.of(redis.address());
        direct.getKeys().flushall();
        one = new RedisTypingRegistry(relayed, "test");
        two = new RedisTypingRegistry(direct, "test");
    }

    @AfterEach
    void disconnect() {
        relay.restore();
        relayed.shutdown();
        direct.shutdown();
        relay.close();
    }

    @Test
    void ofTwoDevicesOnTwoNodesTheLastOneEndsTheTyping() {
        one.started(ANNA, LONG);
        two.started(ANNA, LONG);
        awaitEntries(2);
        assertThat(await(one.stopped(ANNA))).isFalse();
        assertThat(await(two.stopped(ANNA))).isTrue();
        assertThat(await(two.takeExpired())).isEmpty();
    }

    @Test
    void aStopAtOnceAfterTheStartLeavesNothingBehind() {
        for (int i = 0; i < 50; i++) {
            one.started(ANNA, LONG);
            assertThat(await(one.stopped(ANNA))).isTrue();
            assertThat(await(two.stopped(ANNA))).isTrue();
        }
    }

    @Test
    void aStartThatRedisExecutesAfterTheStopChangesNothing() {
        var network = new UnreliableScripts(direct.getScript(StringCodec.INSTANCE), new Random(1));
        TypingRegistry three = new RedisTypingRegistry(network.scripts(), "test");
        network.loseAndKeep(true);
        three.started(ANNA, LONG);
        network.loseAndKeep(false);
        assertThat(await(three.stopped(ANNA))).isTrue();
        network.deliverOneLate();
        assertThat(await(two.stopped(ANNA))).isTrue();
    }

    @Test
    void typingOnAKilledNodeIsEndedByOneOtherNode() {
        one.started(ANNA, SHORT);
        List<Typist> ended = new ArrayList<>();
        Waiting.until("it has expired", () -> {
            ended.addAll(await(two.takeExpired()));
            ended.addAll(await(one.takeExpired()));
            return !ended.isEmpty();
        });
        assertThat(await(two.stopped(ANNA))).isTrue();
        ended.addAll(await(one.takeExpired()));
        assertThat(ended).containsExactly(ANNA);
    }

    @Test
    void aStopThatSeesTheEntryOfAKilledNodeIsFollowedByAnExpiry() {
        one.started(ANNA, SHORT.multipliedBy(5));
        two.started(ANNA, LONG);
        awaitEntries(2);
        assertThat(await(two.stopped(ANNA))).isFalse();
        Waiting.until("the entry has expired", () -> await(two.takeExpired()).equals(List.of(ANNA)));
        assertThat(await(two.stopped(ANNA))).isTrue();
    }

    @Test
    void whileRedisHangsAStopCountsAsTheLast() {
        two.started(ANNA, LONG);
        awaitEntries(1);
        relay.hang();
        assertThat(await(one.stopped(ANNA))).isTrue();
    }

    private void awaitEntries(int nodes) {
        Waiting.until(
                nodes + " entries", () -> redis.ask("HLEN \"test:{typing}:" + ANNA.chat() + " " + ANNA.user() + "\"")
                        .equals(":" + nodes));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
