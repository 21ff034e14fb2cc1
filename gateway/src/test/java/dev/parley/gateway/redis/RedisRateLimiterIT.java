package dev.parley.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.core.rules.Mode;
import dev.parley.core.rules.RateLimiter;
import dev.parley.core.rules.RateLimiter.RateDecision;
import dev.parley.core.rules.RateRule;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TcpRelay;
import dev.parley.testing.TestRedis;
import dev.parley.testing.Waiting;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

@Timeout(60)
class RedisRateLimiterIT {
    private static final RateRule SLOW = new RateRule(Mode.ENFORCE, 20, 6);
    private static final RateRule FAST = new RateRule(Mode.ENFORCE, 2, 6000);

    private final UserId ada = new UserId("ada");
    private final UserId ben = new UserId("ben");
    private final String prefix = "test-" + UUID.randomUUID();
    private final AtomicReference<RateRule> rule = new AtomicReference<>(SLOW);
    private RedissonClient northClient;
    private RedissonClient southClient;
    private RateLimiter north;
    private RateLimiter south;

    @BeforeEach
    void setUp() {
        northClient = client(TestRedis.address());
        southClient = client(TestRedis.address());
        north = new RedisRateLimiter(northClient, prefix, rule::get);
        south = new RedisRateLimiter(southClient, prefix, rule::get);
    }

    @AfterEach
    void tearDown() {
        northClient.shutdown();
        southClient.shutdown();
    }

    @Test
    void theBurstIsOneQuotaForAllNodesAndEachUserHasTheirOwn() {
        var decisions = IntStream.range(0, 40)
                .mapToObj(i -> (i % 2 == 0 ? north : south).tryTake(ada).toCompletableFuture())
                .toList()
                .stream()
                .map(RedisRateLimiterIT::done)
                .toList();

        assertThat(decisions).filteredOn(RateDecision::allowed).hasSize(20);
        assertThat(decisions).filteredOn(d -> !d.allowed()).allSatisfy(refused -> {
            assertThat(refused.remaining()).isZero();
            assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(10));
        });
        assertThat(done(south.tryTake(ben))).isEqualTo(new RateDecision(true, 19, Duration.ZERO));
    }

    @Test
    void lookingTakesNothing() {
        assertThat(done(north.peek(ada))).isEqualTo(new RateDecision(true, 20, Duration.ZERO));
        assertThat(done(north.tryTake(ada)).remaining()).isEqualTo(19);
        assertThat(done(south.peek(ada))).isEqualTo(new RateDecision(true, 19, Duration.ZERO));
        assertThat(done(south.peek(ada)).remaining()).isEqualTo(19);
    }

    @Test
    void whoWaitsAsLongAsToldMaySendAgain() {
        rule.set(new RateRule(Mode.ENFORCE, 1, 120));
        done(north.tryTake(ada));
        var refused = done(south.tryTake(ada));
        assertThat(refused.allowed()).isFalse();

        LockSupport.parkNanos(refused.retryAfter().toNanos());

        assertThat(done(south.tryTake(ada)).allowed()).isTrue();
    }

    @Test
    void aFullQuotaLeavesNothingInRedis() {
        rule.set(FAST);
        done(north.tryTake(ada));
        long remaining = northClient.getKeys().remainTimeToLive(prefix + ":rate:ada");

        assertThat(remaining).isBetween(-2L, 20L);
    }

    @Test
    void aChangedRuleHoldsFromTheNextMessageOn() {
        done(north.tryTake(ada));
        rule.set(new RateRule(Mode.ENFORCE, 1, 6));

        assertThat(done(south.tryTake(ada)).allowed()).isFalse();
    }

    @Test
    void withoutRedisTheAnswerIsAFailureForTheCallerToCount() {
        try (var redis = RedisServer.start()) {
            var client = client(redis.address());
            redis.kill();

            assertThat(new RedisRateLimiter(client, prefix, rule::get)
                            .tryTake(ada)
                            .toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(StorageException.class);
            client.shutdown();
        }
    }

    private static <T> T done(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static RedissonClient client(String address) {
        var config = new Config();
        config.setNettyThreads(2).setThreads(2);
        config.useSingleServer()
                .setAddress(address)
                .setTimeout(1000)
                .setRetryAttempts(1)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(4);
        return Redisson.create(config);
    }

    @Test
    void aRedisThatHangsFailsTheDecisionAfterHalfASecond() {
        try (TcpRelay relay = TcpRelay.to(URI.create(TestRedis.address()).getPort())) {
            RedisConnection connection =
                    new RedisConnection(RedisAddress.parse("redis://127.0.0.1:" + relay.port()), Optional.empty());
            var behind = new RedisRateLimiter(Waiting.of(connection.connect()), prefix, rule::get);
            assertThat(Waiting.of(behind.tryTake(ada)).allowed()).isTrue();

            relay.hang();
            var decision = behind.tryTake(ada);

            Waiting.until("it is decided", Duration.ofSeconds(3), decision.toCompletableFuture()::isDone);
            assertThatThrownBy(() -> Waiting.of(decision)).hasCauseInstanceOf(StorageException.class);
            relay.restore();
            connection.stop();
        }
    }
}
