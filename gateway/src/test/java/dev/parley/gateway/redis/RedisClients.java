package dev.parley.gateway.redis;

import dev.parley.testing.TestRedis;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Clients of Redis for tests of what needs no more of a gateway. */
public final class RedisClients {
    private RedisClients() {}

    /** Of the Redis that tests share, with few connections. */
    public static RedissonClient shared() {
        Config config = new Config();
        config.setNettyThreads(2).setThreads(2);
        config.useSingleServer()
                .setAddress(TestRedis.address())
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(8);
        return Redisson.create(config);
    }
}
