package dev.parley.presence.redis;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.presence.TypingRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One small sorted set per user who types, by the clock of Redis: node by the end of its entry. One script per call. */
public final class RedisTypingRegistry implements TypingRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RedisTypingRegistry.class);
    /** A chat partner does not wait longer to see that the typing ended. */
    private static final Duration DEADLINE = Duration.ofMillis(500);

    private final ScriptRunner scripts;
    private final String prefix;
    private final NodeEpoch node = NodeEpoch.random(new SecureRandom());

    public RedisTypingRegistry(RedissonClient client, String keyPrefix) {
        this.scripts = new ScriptRunner(client.getScript(StringCodec.INSTANCE), DEADLINE);
        this.prefix = keyPrefix + ":typing:";
    }

    @Override
    public void started(ChatId chat, UserId user, Duration expiry) {
        run(chat, user, expiry).exceptionally(failure -> {
            LOG.debug("typing: a start is not registered", failure);
            return 0L;
        });
    }

    @Override
    public CompletionStage<Boolean> stopped(ChatId chat, UserId user) {
        return run(chat, user, Duration.ZERO).thenApply(others -> others == 0).exceptionally(failure -> true);
    }

    private CompletionStage<Long> run(ChatId chat, UserId user, Duration expiry) {
        return scripts.run(
                PresenceScripts.TYPING,
                RScript.ReturnType.LONG,
                List.of(prefix + chat + ":" + user),
                node.value(),
                expiry.toMillis());
    }
}
