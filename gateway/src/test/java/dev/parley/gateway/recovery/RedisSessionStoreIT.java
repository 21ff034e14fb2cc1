package dev.parley.gateway.recovery;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.gateway.redis.RedisAddress;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.testing.TestRedis;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/** Ada's phone, which comes to one node after the other. */
class RedisSessionStoreIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String PID = "the-pid";
    private static final RecoverableSession IN_A_CHAT =
            new RecoverableSession("sid", Optional.of(new UserId("ada")), Set.of("ada", "chat"), 1732384000000001L);
    private static final RecoverableSession NOWHERE = new RecoverableSession("sid", Optional.empty(), Set.of(), 0);

    private final String prefix = "test-" + Long.toHexString(System.nanoTime());
    private final RedisConnection connection =
            new RedisConnection(RedisAddress.parse(TestRedis.address()), Optional.empty());
    private final RedissonClient redis = Waiting.of(connection.connect());
    private final SessionStore store = new RedisSessionStore(redis, prefix);

    @AfterEach
    void stop() {
        connection.stop();
    }

    @Test
    void whatIsKeptIsFoundForItsTime() {
        save("first", NOWHERE);
        save("first", IN_A_CHAT);

        assertThat(find()).hasValueSatisfying(held -> {
            assertThat(held.holder()).isEqualTo("first");
            assertThat(held.session()).isEqualTo(IN_A_CHAT);
            assertThat(Instant.ofEpochMilli(held.savedAt() / 1_000)).isCloseTo(Instant.now(), within(20, SECONDS));
        });
        assertThat(redis.getMap(prefix + ":session:" + PID).remainTimeToLive()).isBetween(1L, LONG.toMillis());
        Waiting.of(store.save(PID, "first", NOWHERE, Duration.ofMillis(30)));
        Waiting.until("the time is over", () -> find().isEmpty());
    }

    @Test
    void whatTheSocketBeforeStillWritesChangesNothing() {
        save("first", IN_A_CHAT);
        assertThat(takeOver(find().orElseThrow(), "second")).isTrue();

        save("first", NOWHERE);
        Waiting.of(store.forget(PID, "first", LONG));

        assertThat(find()).hasValueSatisfying(held -> {
            assertThat(held.holder()).isEqualTo("second");
            assertThat(held.session()).isEqualTo(IN_A_CHAT);
        });
    }

    @Test
    void onlyOneOfTwoTakesOver() {
        save("first", IN_A_CHAT);
        PersistedSession found = find().orElseThrow();

        assertThat(takeOver(found, "second")).isTrue();
        assertThat(takeOver(found, "third")).isFalse();
    }

    @Test
    void whatHasChangedSinceItWasFoundIsNotTakenOver() {
        save("first", NOWHERE);
        PersistedSession found = find().orElseThrow();
        save("first", IN_A_CHAT);

        assertThat(takeOver(found, "second")).isFalse();
    }

    @Test
    void aForgottenSessionIsNotFound() {
        save("first", IN_A_CHAT);
        Waiting.of(store.forget(PID, "first", LONG));
        save("first", IN_A_CHAT);

        assertThat(find()).isEmpty();
    }

    @Test
    void anUnavailableRedisFailsTheStage() {
        connection.stop();

        assertThatThrownBy(this::find).hasCauseInstanceOf(StorageException.class);
    }

    @Test
    void aReleasedSessionHasNoHolderAndItsLastHolderCannotWriteIt() {
        save("first", NOWHERE);
        Waiting.of(store.release(PID, "first", IN_A_CHAT, LONG));

        assertThat(find().orElseThrow().holder()).isEqualTo(SessionStore.NOBODY);
        save("first", NOWHERE);
        assertThat(find().orElseThrow().session()).isEqualTo(IN_A_CHAT);
        assertThat(takeOver(find().orElseThrow(), "second")).isTrue();
    }

    private void save(String holder, RecoverableSession session) {
        Waiting.of(store.save(PID, holder, session, LONG));
    }

    private Optional<PersistedSession> find() {
        return Waiting.of(store.find(PID));
    }

    private boolean takeOver(PersistedSession found, String holder) {
        return Waiting.of(store.takeOver(PID, found, holder, LONG));
    }
}
