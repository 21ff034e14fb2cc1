package dev.parley.presence.redis;

import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.List;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** Moves time under one key prefix: the clock of Redis cannot be moved, so everything that is stored moves into the past. */
public final class RedisTime {
    private RedisTime() {}

    public static void pass(RedissonClient client, String prefix, Duration time) {
        eval(client, prefix, """
                for _, key in ipairs(redis.call('KEYS', ARGV[1] .. ':*')) do
                  local kind = redis.call('TYPE', key).ok
                  if kind == 'zset' and not string.find(key, ':unacked:', 1, true) then
                    for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
                      redis.call('ZINCRBY', key, -ARGV[2], member)
                    end
                  elseif kind == 'hash' then
                    for _, field in ipairs({'active', 'gone_at', 'seen', 'quiet_until', 'restoring_until'}) do
                      if redis.call('HEXISTS', key, field) == 1 then
                        redis.call('HINCRBY', key, field, -ARGV[2])
                      end
                    end
                  end
                end
                """, time.toMillis());
    }

    /** Returns when Redis' clock shows another millisecond, with which the next version begins; a real loss takes longer. */
    public static void loseEverything(RedissonClient client, String prefix) {
        eval(
                client,
                prefix,
                "for _, key in ipairs(redis.call('KEYS', ARGV[1] .. ':*')) do redis.call('DEL', key) end",
                0);
        long lost = System.currentTimeMillis();
        Waiting.until("the next millisecond", () -> System.currentTimeMillis() > lost + 1);
    }

    private static void eval(RedissonClient client, String prefix, String lua, long argument) {
        client.getScript(StringCodec.INSTANCE)
                .eval(RScript.Mode.READ_WRITE, lua, RScript.ReturnType.VALUE, List.of(), prefix, argument);
    }
}
