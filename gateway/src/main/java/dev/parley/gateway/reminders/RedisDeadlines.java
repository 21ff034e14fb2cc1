package dev.parley.gateway.reminders;

import dev.parley.core.id.UserId;
import dev.parley.core.outbox.Shards;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.gateway.redis.RedisScript;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * When each user is to be reminded, by the clock of Redis: a sorted set per shard and channel. A deadline that has passed is claimed by
 * one node. Stages fail with {@code StorageException} and nothing else. Any thread.
 */
final class RedisDeadlines {
    /** Longer than a decision and {@link ReminderSender#DEADLINE} take. */
    static final Duration CLAIM = Duration.ofSeconds(90);

    private static final RedisScript SCHEDULE = RedisScript.load(RedisDeadlines.class, "schedule");
    private static final RedisScript CLAIM_DUE = RedisScript.load(RedisDeadlines.class, "claim");
    private static final RedisScript RELEASE = RedisScript.load(RedisDeadlines.class, "release");

    private final RScript redis;
    private final String keyPrefix;

    /** @param late how long the earliest deadline has passed */
    record Claimed(Duration late, List<UserId> users) {}

    /** @param keyPrefix without braces */
    RedisDeadlines(RedissonClient client, String keyPrefix) {
        this.redis = client.getScript(StringCodec.INSTANCE);
        this.keyPrefix = keyPrefix;
    }

    /** A user who has a deadline keeps it. */
    CompletionStage<Void> schedule(UserId user, Collection<ReminderChannel> channels, Duration pause) {
        int shard = Shards.of(user.value());
        List<Object> keys = channels.stream()
                .<Object>map(channel -> key(shard, channel, "due"))
                .toList();
        return SCHEDULE.<Long>run(redis, RScript.ReturnType.LONG, keys, user.value(), millis(pause))
                .thenAccept(done -> {});
    }

    /** A claim ends after {@link #CLAIM}, then the deadline has passed again. */
    CompletionStage<Claimed> claim(ReminderChannel channel, int shard, int limit) {
        return CLAIM_DUE
                .<List<String>>run(redis, RScript.ReturnType.LIST, keys(shard, channel), limit, CLAIM.toMillis())
                .thenApply(found -> new Claimed(
                        Duration.ofMillis(Long.parseLong(found.get(0))),
                        found.stream().skip(1).map(UserId::new).toList()));
    }

    /** @param again the time to the next deadline; empty for none */
    CompletionStage<Void> release(ReminderChannel channel, UserId user, Optional<Duration> again) {
        return RELEASE.<Long>run(
                        redis,
                        RScript.ReturnType.LONG,
                        keys(Shards.of(user.value()), channel),
                        user.value(),
                        again.map(RedisDeadlines::millis).orElse(-1L))
                .thenAccept(done -> {});
    }

    private static long millis(Duration pause) {
        return Math.max(0, pause.toMillis());
    }

    private List<Object> keys(int shard, ReminderChannel channel) {
        return List.of(key(shard, channel, "due"), key(shard, channel, "claimed"));
    }

    private String key(int shard, ReminderChannel channel, String name) {
        return keyPrefix + ":{reminders-" + shard + "}:" + channel.word() + ":" + name;
    }
}
