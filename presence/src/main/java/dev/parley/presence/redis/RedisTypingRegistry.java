package dev.parley.presence.redis;

import dev.parley.core.deadline.Deadline;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.presence.TypingRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small hash for each user who types, with an entry for each node, and one sorted set of all by the end of their last entry; by the
 * clock of Redis. One script per call. Calls are numbered, so that one that Redis executes late does not undo a newer one.
 */
public final class RedisTypingRegistry implements TypingRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RedisTypingRegistry.class);
    /** A chat partner does not wait longer to see that the typing ended. */
    private static final Duration DEADLINE = Duration.ofMillis(500);
    /** Longer than a request to Redis can be late. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final Duration TIME_TO_END = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 100;

    private final ScriptRunner scripts;
    private final String prefix;
    private final NodeEpoch node = NodeEpoch.random(new SecureRandom());
    private final AtomicLong steps = new AtomicLong();

    public RedisTypingRegistry(RedissonClient client, String keyPrefix) {
        this(client.getScript(StringCodec.INSTANCE), keyPrefix);
    }

    /** @param redis with {@code StringCodec} */
    public RedisTypingRegistry(RScript redis, String keyPrefix) {
        this.scripts = new ScriptRunner(redis, new Deadline(DEADLINE));
        this.prefix = keyPrefix + ":{typing}";
    }

    @Override
    public CompletionStage<Void> started(Typist typist, Duration expiry) {
        return run(typist, expiry).<Void>handle((others, failure) -> {
            if (failure != null) {
                LOG.debug("typing: a start is not registered", failure);
            }
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> stopped(Typist typist) {
        return run(typist, Duration.ZERO).thenApply(others -> others == 0).exceptionally(failure -> true);
    }

    @Override
    public CompletionStage<List<Typist>> takeExpired() {
        return scripts.<List<String>>run(
                        PresenceScripts.TYPING_EXPIRED,
                        RScript.ReturnType.LIST,
                        List.of(prefix),
                        MOST_AT_ONCE,
                        TIME_TO_END.toMillis())
                .thenApply(expired ->
                        expired.stream().map(RedisTypingRegistry::typist).toList());
    }

    private CompletionStage<Long> run(Typist typist, Duration expiry) {
        String name = typist.chat() + " " + typist.user();
        return scripts.run(
                PresenceScripts.TYPING,
                RScript.ReturnType.LONG,
                List.of(prefix + ":" + name, prefix),
                node.value(),
                steps.incrementAndGet(),
                expiry.toMillis(),
                name,
                REMEMBERED.toMillis());
    }

    /** Ids have no spaces. */
    private static Typist typist(String name) {
        int space = name.indexOf(' ');
        return new Typist(new ChatId(name.substring(0, space)), new UserId(name.substring(space + 1)));
    }
}
