package dev.parley.gateway;

import dev.parley.core.mongo.MongoStore;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.eventloop.CuttableLoops;
import dev.parley.gateway.eventloop.EventLoops;
import dev.parley.gateway.nodes.LocalNodes;
import dev.parley.gateway.ops.Health;
import dev.parley.gateway.ops.HealthCheck;
import dev.parley.gateway.ops.MongoMeters;
import dev.parley.gateway.ops.OpsServer;
import dev.parley.gateway.ops.PrometheusRegistry;
import dev.parley.gateway.ops.RedisMeters;
import dev.parley.gateway.ops.RuntimeMeters;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.gateway.transport.LeakReportFilter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.redisson.api.RedissonClient;

/**
 * One gateway: metrics, health and the connections to the stores, which it needs before the stores are reachable, and the
 * {@link Application}, which is created once they are.
 */
public final class GatewayNode {
    private final GatewayConfig config;
    private final Clock clock;
    private final Optional<LocalNodes> localNodes;
    private final PrometheusMeterRegistry registry = PrometheusRegistry.create();
    private final RuntimeMeters runtime = new RuntimeMeters();
    private final ScheduledExecutorService timer;
    private final EventLoopGroup loops;
    /** Closes all connections; does nothing in a node that cannot be killed. */
    private final Runnable cut;

    private final RedisMeters redisMeters = new RedisMeters(registry, System::nanoTime);
    private final RedisConnection redis;
    private final MongoStore mongo;
    private final StoreAccess stores;
    private final OpsServer ops;
    private volatile Application application;
    private boolean stopped;

    public GatewayNode(GatewayConfig config, Clock clock) {
        this(config, clock, Optional.empty());
    }

    /** @param localNodes that requests from this machine may kill and start; empty where they may not */
    GatewayNode(GatewayConfig config, Clock clock, Optional<LocalNodes> localNodes) {
        LeakReportFilter.leaveOutOfLeakReports();
        this.config = config;
        this.clock = clock;
        this.localNodes = localNodes;
        timer = Executors.newScheduledThreadPool(1, new DefaultThreadFactory("parley-schedule", true));
        Optional<CuttableLoops> cuttable = localNodes.map(killable -> EventLoops.startCuttable(config.ioTransport()));
        cut = cuttable.<Runnable>map(on -> on::cut).orElse(() -> {});
        loops = cuttable.<EventLoopGroup>map(on -> on).orElseGet(() -> EventLoops.start(config.ioTransport()));
        redis = new RedisConnection(config.redis(), Optional.of(loops), Optional.of(redisMeters));
        MongoMeters mongoMeters = new MongoMeters(registry);
        mongo = new MongoStore(
                config.mongo(), mongoMeters, config.aliases(), new DefaultThreadFactory("parley-mongo", true));
        mongoMeters.watch(mongo);
        stores = new StoreAccess(redis, mongo, timer);
        ops = new OpsServer(config.host(), config.ports().ops(), new Health(checks(), this::details, clock), registry);
    }

    /**
     * Returns when the node serves clients. While a store is unavailable it waits, alive and not ready. Throws if a port is in use,
     * and {@link IllegalStateException} when the node is stopped before it serves.
     */
    public void start() throws InterruptedException {
        runtime.start(registry);
        ops.start();
        RedissonClient client = connected();
        Application ready = new Application(config, redis, client, mongo, registry, loops, timer, clock, localNodes);
        synchronized (this) {
            if (stopped) {
                throw new IllegalStateException("stopped");
            }
            application = ready;
        }
        ready.start();
    }

    /** Drains the clients, then stops everything in the reverse order of the start. Blocks; may be called twice. */
    public void stop() {
        if (!isFirstEnd()) {
            return;
        }
        redis.expectClose();
        Optional.ofNullable(application).ifPresent(Application::stop);
        ops.stop();
        stores.stop();
        timer.shutdownNow();
        EventLoops.stop(loops);
        runtime.stop();
        registry.close();
    }

    /**
     * Ends the node as if its process had been killed: the ports and all connections are closed at once, clients and other nodes are told
     * nothing, nothing more is stored, and its lease in Redis runs out. Blocks while its threads end; may be called twice, and does
     * nothing to a node that was stopped.
     */
    void kill() {
        if (!isFirstEnd()) {
            return;
        }
        redis.expectClose();
        timer.shutdownNow();
        cut.run();
        mongo.stop();
        ops.stop();
        Optional.ofNullable(application).ifPresent(Application::kill);
        stores.stop();
        EventLoops.stop(loops);
        runtime.stop();
        registry.close();
    }

    private synchronized boolean isFirstEnd() {
        boolean isFirst = !stopped;
        stopped = true;
        return isFirst;
    }

    /** The bound ports. Only after {@link #start}. */
    public GatewayConfig.Ports ports() {
        return new GatewayConfig.Ports(application.socketPort(), application.httpPort(), ops.port());
    }

    private RedissonClient connected() throws InterruptedException {
        try {
            return stores.connect().toCompletableFuture().get();
        } catch (ExecutionException stoppedBefore) {
            throw new IllegalStateException("stopped", stoppedBefore);
        }
    }

    /** Neither a Redis that refuses writes nor a paused endpoint makes the node unready. */
    private Map<String, String> details() {
        Map<String, String> details = new HashMap<>();
        redisMeters.refusedWrites().ifPresent(error -> details.put("redis-writes", "refused: " + error));
        Optional.ofNullable(application)
                .flatMap(Application::pausedWebhooks)
                .ifPresent(paused ->
                        details.put("webhooks", paused.isEmpty() ? "up" : "paused: " + String.join(", ", paused)));
        return details;
    }

    private List<HealthCheck> checks() {
        return List.of(
                HealthCheck.store("redis", redis::ping),
                HealthCheck.store("mongo", mongo::ping),
                HealthCheck.of("subscription", () -> application != null && application.isSubscribed()),
                HealthCheck.of("serving", () -> application != null && application.isServing()),
                HealthCheck.of("draining", () -> application == null || !application.isDraining()));
    }
}
