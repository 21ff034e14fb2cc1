package dev.parley.presence.redis;

import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/** Clients tuned as the gateway's: an outage is over soon after Redis is back. */
public final class RedisClients {
    private RedisClients() {}

    public static RedissonClient of(String address) {
        var config = new Config();
        config.setNettyThreads(2).setThreads(2);
        config.useSingleServer()
                .setAddress(address)
                .setTimeout(1000)
                .setConnectTimeout(1000)
                .setRetryAttempts(2)
                .setRetryDelay(new ConstantDelay(Duration.ofMillis(200)))
                .setReconnectionDelay(new ConstantDelay(Duration.ofMillis(200)))
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(8);
        return Redisson.create(config);
    }
}
