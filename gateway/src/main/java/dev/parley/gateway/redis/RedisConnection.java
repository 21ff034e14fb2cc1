package dev.parley.gateway.redis;

import dev.parley.core.error.StorageException;
import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.timers.BackOff;
import dev.parley.presence.redis.RedisFailures;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.NettyHook;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;
import org.redisson.connection.ConnectionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The Redisson client of this node. Redis may be unavailable when the node starts: {@link #connect} retries with back-off. Once
 * connected, Redisson reconnects automatically.
 */
public final class RedisConnection {
    private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(250), Duration.ofSeconds(5));
    private static final long PING_TIMEOUT_MS = 2_000;
    /** Otherwise the client waits ten seconds for commands in flight, which a Redis that hangs does not answer. */
    private static final long CLOSE_WITHIN_MS = 2_000;

    private final RedisAddress address;
    private final Optional<EventLoopGroup> eventLoops;
    private final Optional<NettyHook> probe;
    private final CompletableFuture<RedissonClient> connected = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Runnable> lossListeners = new CopyOnWriteArrayList<>();
    private volatile RedisServers servers;
    private volatile String lastFailure = "no answer in time";
    private boolean started;
    private volatile boolean closing;

    /** @param eventLoops shared with the sockets, so that most messages are read and delivered on one thread */
    public RedisConnection(RedisAddress address, Optional<EventLoopGroup> eventLoops) {
        this(address, eventLoops, Optional.empty());
    }

    /** @param probe put into every connection's pipeline, to measure */
    public RedisConnection(RedisAddress address, Optional<EventLoopGroup> eventLoops, Optional<NettyHook> probe) {
        this.address = address;
        this.eventLoops = eventLoops;
        this.probe = probe;
    }

    /**
     * Starts to connect, on a thread of its own. Completes when Redis has answered, however long that takes; fails only when
     * the connection is stopped before.
     */
    public synchronized CompletionStage<RedissonClient> connect() {
        if (!started) {
            started = true;
            Thread thread = new Thread(this::keepTrying, "redis-connect");
            thread.setDaemon(true);
            thread.start();
        }
        return connected.minimalCompletionStage();
    }

    /** @param listener is told, on any thread, when a connection that was there is lost */
    public void onLost(Runnable listener) {
        lossListeners.add(listener);
    }

    private void keepTrying() {
        for (int failures = 1; !tryOnce(failures); failures++) {
            if (isStoppedWithin(BACK_OFF.after(failures))) {
                return;
            }
        }
    }

    /** The first attempt may fail on a node that has just started. */
    private boolean tryOnce(int attempt) {
        try {
            Config config = RedissonSettings.of(address, eventLoops, probe).setConnectionListener(new Losses());
            RedissonClient client = Redisson.create(config);
            servers = new RedisServers(client);
            if (!connected.complete(client)) {
                client.shutdown();
            }
            return true;
        } catch (RuntimeException e) {
            lastFailure = RedisFailures.refusal(e).orElse(e.getMessage());
            log.atLevel(attempt == 1 ? Level.DEBUG : Level.WARN)
                    .log("Redis at {} cannot be reached, retrying: {}", address, lastFailure);
            return false;
        }
    }

    private boolean isStoppedWithin(Duration pause) {
        try {
            return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Why the last attempt to connect failed. */
    public String lastFailure() {
        return lastFailure;
    }

    /** An event loop of the connections; the caller's thread where they have loops of their own. */
    public Executor loop() {
        return eventLoops.<Executor>map(EventLoopGroup::next).orElse(Runnable::run);
    }

    public boolean isCluster() {
        return address.isCluster();
    }

    /** Empty until Redis has answered for the first time. */
    public Optional<RedissonClient> client() {
        return connected.isDone() && !connected.isCompletedExceptionally()
                ? Optional.of(connected.getNow(null))
                : Optional.empty();
    }

    /** Which server has which channel; empty until Redis has answered for the first time. */
    public Optional<RedisServers> servers() {
        return Optional.ofNullable(servers);
    }

    /** Completes when Redis has just answered; fails with {@link StorageException} within two seconds. */
    public CompletionStage<Void> ping() {
        return client().map(client -> client.getBucket("parley:ping", ByteArrayCodec.INSTANCE)
                        .isExistsAsync()
                        .toCompletableFuture()
                        .copy())
                .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("not connected yet")))
                .orTimeout(PING_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .handle((exists, failure) -> {
                    if (failure != null) {
                        throw RedisFailures.of("a ping at " + address, failure);
                    }
                    return null;
                });
    }

    /** From now on connections that close are neither logged nor told to listeners: the node stops. */
    public void expectClose() {
        closing = true;
    }

    /** Blocks for as long as the client takes to close, at most about 2 s; never called on an event loop. May be called twice. */
    public void stop() {
        expectClose();
        stopped.countDown();
        if (!connected.completeExceptionally(new IllegalStateException("stopped"))) {
            client().ifPresent(client -> client.shutdown(0, CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS));
        }
    }

    @SuppressWarnings("deprecation") // the abstract methods are the deprecated ones
    private final class Losses implements ConnectionListener {
        /** A proxy before a Redis that is down accepts and closes connections many times a second. */
        private final OncePerMinute losses = new OncePerMinute(System::nanoTime);

        private final OncePerMinute connects = new OncePerMinute(System::nanoTime);

        @Override
        public void onConnect(InetSocketAddress server) {
            connects.run(count -> log.info("Connected to Redis at {}", server));
        }

        @Override
        public void onDisconnect(InetSocketAddress server) {
            if (closing) {
                return;
            }
            losses.run(count ->
                    log.warn("The connection to Redis at {} is lost; losses since the last line: {}", server, count));
            lossListeners.forEach(Runnable::run);
        }
    }
}
