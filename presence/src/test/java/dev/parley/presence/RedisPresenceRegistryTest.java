package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.UserId;
import dev.parley.presence.redis.RedisPresenceRegistry;
import dev.parley.testing.TestRedis;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;

class RedisPresenceRegistryTest extends PresenceRegistryContract {
    private static RedissonClient client;

    private final String prefix = "test-" + UUID.randomUUID();
    private final Map<String, PresenceRegistry> nodes = new HashMap<>();
    private final PresenceSettings settings = new PresenceSettings(prefix, GRACE, HAND_OVER, LEASE);

    @BeforeAll
    static void connect() {
        client = RedisClients.of(TestRedis.address());
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
    }

    @Override
    PresenceRegistry onNode(String name) {
        return nodes.computeIfAbsent(name, id -> new RedisPresenceRegistry(client, new NodeId(id), settings));
    }

    /** The clock of Redis cannot be moved, so everything that is written down moves into the past. */
    @Override
    void pass(Duration time) {
        eval("""
                for _, key in ipairs(redis.call('KEYS', ARGV[1] .. ':*')) do
                  local kind = redis.call('TYPE', key).ok
                  if kind == 'zset' then
                    for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
                      redis.call('ZINCRBY', key, -ARGV[2], member)
                    end
                  elseif kind == 'hash' then
                    for _, field in ipairs({'touched', 'active', 'left'}) do
                      if redis.call('HEXISTS', key, field) == 1 then
                        redis.call('HINCRBY', key, field, -ARGV[2])
                      end
                    end
                  end
                end
                """, time.toMillis());
    }

    @Override
    void loseEverything() {
        eval("for _, key in ipairs(redis.call('KEYS', ARGV[1] .. ':*')) do redis.call('DEL', key) end", 0);
    }

    @Test
    void aBigNodesUsersAreAnnouncedInSeveralBoundedSweeps() {
        var users =
                IntStream.range(0, 9_000).mapToObj(i -> new UserId("user" + i)).toList();
        var north = onNode("north");
        done(new Turns<UserId>(64, user -> north.report(user, 1).thenAccept(change -> {})).take(users));
        pass(LEASE);

        var first = done(onNode("south").sweep());
        Set<UserId> announced = new HashSet<>();
        for (var found = first; !found.isEmpty(); found = done(onNode("south").sweep())) {
            found.forEach(change -> announced.add(change.userId()));
        }

        assertThat(first).hasSizeLessThan(users.size());
        assertThat(announced).containsExactlyInAnyOrderElementsOf(users);
    }

    @Test
    void aChangeWhoseAnswerGotLostIsReturnedByTheNextSweep() {
        var north = onNode("north");
        done(north.report(ada, 1));
        done(north.report(ada, 0));
        pass(GRACE);
        done(new RedisPresenceRegistry(client, new NodeId("south"), settings).sweep());

        assertThat(done(onNode("south").sweep()))
                .extracting(PresenceChange::userId)
                .containsExactly(ada);
        assertThat(done(onNode("south").sweep())).isEmpty();
    }

    @Test
    void aChangeThatANodeTookIntoItsGraveIsReturnedToAnother() {
        var north = onNode("north");
        done(north.report(ada, 1));
        done(north.report(ada, 0));
        pass(GRACE);
        done(north.sweep());
        pass(LEASE);

        assertThat(done(onNode("south").sweep()))
                .extracting(PresenceChange::userId)
                .containsExactly(ada);
    }

    @Test
    void recordsOfLongOfflineUsersExpireAndThoseOfConnectedOnesDoNot() {
        var north = onNode("north");
        done(north.report(ada, 1));
        assertThat(lifetimeOf(ada)).isEqualTo(-1);
        done(north.report(ada, 0));
        pass(GRACE);
        done(north.sweep());

        assertThat(lifetimeOf(ada)).isBetween(1L, Duration.ofDays(1).toMillis());
        done(north.report(ada, 1));
        assertThat(lifetimeOf(ada)).isEqualTo(-1);
    }

    @Test
    void theKeysOfOneStepAreInOneSlot() {
        done(onNode("north").renewLease());
        done(onNode("north").report(ada, 1));

        assertThat(keys(":*"))
                .isNotEmpty()
                .allMatch(key -> key.startsWith(prefix + ":{p") && key.indexOf('}') == prefix.length() + 5);
    }

    private Stream<String> keys(String pattern) {
        return client.getKeys().getKeysStream(KeysScanOptions.defaults().pattern(prefix + pattern));
    }

    private long lifetimeOf(UserId user) {
        var key = keys(":*user:" + user).findFirst().orElseThrow();
        return client.getKeys().remainTimeToLive(key);
    }

    private void eval(String lua, long argument) {
        client.getScript(StringCodec.INSTANCE)
                .eval(RScript.Mode.READ_WRITE, lua, RScript.ReturnType.VALUE, List.of(), prefix, argument);
    }
}
