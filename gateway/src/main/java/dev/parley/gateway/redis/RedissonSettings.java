package dev.parley.gateway.redis;

import dev.parley.gateway.eventloop.IoTransport;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Optional;
import org.redisson.client.NettyHook;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SingleServerConfig;
import org.redisson.config.SubscriptionMode;
import org.redisson.config.TransportMode;

/**
 * The settings of Redisson: an outage is detected within seconds and recovered from within a fraction of one, commands share a few
 * connections, and listeners run on the event loop that read the message.
 */
final class RedissonSettings {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    /** Not less: an overloaded node would take its own delay for an outage. */
    private static final int TIMEOUT_MS = 3_000;

    private static final int RETRIES = 2;
    /** How often a Cluster's topology is read. */
    private static final int SCAN_INTERVAL_MS = 1_000;

    private static final int SUBSCRIPTION_TIMEOUT_MS = 4_000;
    private static final int KEEP_ALIVE_SECONDS = 1;
    private static final int KEEP_ALIVE_PROBES = 3;
    /** How long data may be unacknowledged by TCP. */
    private static final int UNCONFIRMED_MS = 4_000;

    private static final ConstantDelay RETRY_DELAY = new ConstantDelay(Duration.ofMillis(200));
    private static final int COMMAND_CONNECTIONS = 4;
    private static final int CHANNELS_ON_ONE_CONNECTION = 1_000_000;

    private RedissonSettings() {}

    static Config of(RedisAddress address, Optional<EventLoopGroup> eventLoops, Optional<NettyHook> probe) {
        Config config = new Config();
        config.setExecutor(new CallingThreadExecutor());
        // Deliberate: with listeners on the calling thread the order is kept anyway, without a queue for each channel.
        config.setKeepPubSubOrder(false);
        // Scripts are sent by their digest, and whole only to a Redis that does not know them.
        config.setUseScriptCache(true);
        eventLoops.ifPresent(group -> share(config, group));
        probe.ifPresent(config::setNettyHook);
        address.user().ifPresent(config::setUsername);
        address.password().ifPresent(config::setPassword);
        watch(config);
        servers(config, address);
        return config;
    }

    private static void share(Config config, EventLoopGroup eventLoops) {
        config.setEventLoopGroup(eventLoops);
        config.setTransportMode(
                switch (IoTransport.of(eventLoops)) {
                    case IO_URING -> TransportMode.IO_URING;
                    case EPOLL -> TransportMode.EPOLL;
                    case NIO -> TransportMode.NIO;
                });
    }

    private static void servers(Config config, RedisAddress address) {
        String[] nodes = address.nodes().toArray(String[]::new);
        if (address.sentinelMaster().isPresent()) {
            var sentinels = config.useSentinelServers()
                    .setMasterName(address.sentinelMaster().get());
            sentinels.addSentinelAddress(nodes).setDatabase(address.database()).setCheckSentinelsList(false);
            tuneReplicated(sentinels);
        } else if (address.isCluster()) {
            tuneReplicated(config.useClusterServers().addNodeAddress(nodes).setScanInterval(SCAN_INTERVAL_MS));
        } else {
            tuneSingle(config.useSingleServer().setAddress(nodes[0]).setDatabase(address.database()));
        }
    }

    private static void tuneSingle(SingleServerConfig single) {
        tune(single);
        single.setConnectionPoolSize(COMMAND_CONNECTIONS)
                .setConnectionMinimumIdleSize(COMMAND_CONNECTIONS)
                .setSubscriptionConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1);
    }

    /** Masters only: a replica may not have the latest writes. */
    private static <T extends BaseMasterSlaveServersConfig<T>> void tuneReplicated(T servers) {
        tune(servers);
        servers.setReadMode(ReadMode.MASTER)
                .setSubscriptionMode(SubscriptionMode.MASTER)
                .setMasterConnectionPoolSize(COMMAND_CONNECTIONS)
                .setMasterConnectionMinimumIdleSize(COMMAND_CONNECTIONS)
                .setSubscriptionConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1);
    }

    private static void tune(BaseConfig<?> servers) {
        servers.setConnectTimeout(CONNECT_TIMEOUT_MS);
        servers.setTimeout(TIMEOUT_MS);
        servers.setRetryAttempts(RETRIES);
        servers.setRetryDelay(RETRY_DELAY);
        servers.setReconnectionDelay(RETRY_DELAY);
        servers.setPingConnectionInterval(0);
        servers.setSubscriptionsPerConnection(CHANNELS_ON_ONE_CONNECTION);
        servers.setSubscriptionTimeout(SUBSCRIPTION_TIMEOUT_MS);
    }

    /**
     * Deliberate: TCP watches the connections, not Redisson's pings. A ping's answer on a connection with subscriptions takes the
     * place of a message that arrives beside it, which is then lost (seen once in every two or three pings under load).
     */
    private static void watch(Config config) {
        config.setTcpKeepAlive(true);
        config.setTcpKeepAliveIdle(KEEP_ALIVE_SECONDS);
        config.setTcpKeepAliveInterval(KEEP_ALIVE_SECONDS);
        config.setTcpKeepAliveCount(KEEP_ALIVE_PROBES);
        config.setTcpUserTimeout(UNCONFIRMED_MS);
    }
}
