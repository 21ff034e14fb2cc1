package dev.parley.gateway.redis;

import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.redis.SubscribeCommands.Command;
import dev.parley.gateway.redis.SubscribeCommands.Ping;
import dev.parley.gateway.redis.SubscribeCommands.Subscribe;
import dev.parley.gateway.redis.SubscribeCommands.SubscribeAll;
import dev.parley.gateway.redis.SubscribeCommands.Unsubscribe;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to one Redis server that carries sharded subscriptions. Redisson connects and authenticates; from then on this class
 * reads and writes. Deliberate: Redisson's own subscriptions do not report a subscription that the server ends, lose those whose slot
 * moves, and take one round trip each.
 *
 * <p>Commands are pipelined, and those of one event-loop pass are written together. A server that sends nothing for about four
 * seconds, not even the answer to a PING, is taken for dead and the connection is closed. It does not reconnect.
 *
 * @param <T> identifies a subscription for the listener
 */
public final class SubscribeConnection<T> {
    private static final Logger log = LoggerFactory.getLogger(SubscribeConnection.class);
    private static final long CONNECT_TIMEOUT_MS = 2_000;
    private static final long TICK_MS = 1_000;
    private static final int PING_AFTER_TICKS = 1;
    /** Counted in ticks, so that a node that is suspended for a while does not take its own pause for a silent server. */
    private static final int DEAD_AFTER_TICKS = 4;

    /** Called on the connection's event loop; must not block. */
    public interface Listener<T> {

        void message(String channel, byte[] value);

        /** The server has confirmed a subscription. */
        void confirmed(SubscribeConnection<T> connection, T subscription);

        /** The server has refused a subscription. @param error as the server put it */
        void refused(SubscribeConnection<T> connection, T subscription, String error);

        /** The server has ended a subscription, because the channel's slot moved to another server. */
        void ended(SubscribeConnection<T> connection, String channel);

        /** The connection is closed, and all of its subscriptions are lost. Called once. */
        void closed(SubscribeConnection<T> connection);
    }

    private final RedisClient server;
    private final RedisConnection connection;
    private final Channel channel;
    private final OncePerMinute failures;
    private final Listener<T> listener;
    private final SubscribeCommands<T> outbox;
    /** Commands that the server has not answered, in order; on the event loop. */
    private final Queue<Command<T>> unanswered = new ArrayDeque<>();

    private ChannelHandlerContext decoder;
    private Future<?> ticking;
    private int silentTicks;

    private SubscribeConnection(
            RedisConnection connection, boolean oneSlotPerCommand, OncePerMinute failures, Listener<T> listener) {
        this.server = connection.getRedisClient();
        this.connection = connection;
        this.channel = connection.getChannel();
        this.failures = failures;
        this.listener = listener;
        this.outbox = new SubscribeCommands<>(oneSlotPerCommand ? 1 : SubscribeCommands.MAX_CHANNELS);
    }

    /**
     * Connects within two seconds.
     *
     * @param oneSlotPerCommand on a Cluster, where one command may name channels of one slot only
     * @param failures limits the warnings of a node's connections: a proxy before a Redis that is down accepts and resets connections
     *     many times a second
     */
    public static <T> CompletionStage<SubscribeConnection<T>> open(
            RedisClient server, boolean oneSlotPerCommand, OncePerMinute failures, Listener<T> listener) {
        CompletableFuture<RedisConnection> connected = new CompletableFuture<>();
        server.connectAsync().whenComplete((connection, failure) -> {
            if (failure != null) {
                connected.completeExceptionally(failure);
            } else if (!connected.complete(connection)) {
                connection.closeAsync();
            }
        });
        return connected
                .orTimeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .thenCompose(connection ->
                        new SubscribeConnection<>(connection, oneSlotPerCommand, failures, listener).start());
    }

    private CompletionStage<SubscribeConnection<T>> start() {
        CompletableFuture<SubscribeConnection<T>> started = new CompletableFuture<>();
        channel.eventLoop().execute(() -> {
            if (channel.isActive()) {
                takeOver();
                started.complete(this);
            } else {
                started.completeExceptionally(new IllegalStateException("the connection was closed at once"));
            }
        });
        return started;
    }

    /** Puts the decoder before Redisson's handlers, which see no more of the connection than its end. */
    private void takeOver() {
        ChannelPipeline pipeline = channel.pipeline();
        PushDecoder pushes = new PushDecoder(new Replies());
        SslHandler encryption = pipeline.get(SslHandler.class);
        if (encryption == null) {
            pipeline.addFirst(pushes);
        } else {
            pipeline.addAfter(pipeline.context(encryption).name(), null, pushes);
        }
        decoder = pipeline.context(pushes);
        pipeline.addAfter(decoder.name(), null, new EndOfConnection());
        ticking = channel.eventLoop().scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    public RedisClient server() {
        return server;
    }

    /** Any thread. {@link Listener#confirmed}, {@code refused} or {@code closed} follows. */
    public void subscribe(String channelName, T subscription) {
        if (outbox.add(new Subscribe<>(channelName, subscription))) {
            channel.eventLoop().execute(this::flush);
        }
    }

    /** Any thread. Messages that the server has sent before it obeys are still delivered. */
    public void unsubscribe(String channelName) {
        send(new Unsubscribe<>(channelName));
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    /** Any thread; may be called twice. */
    public void close() {
        connection.closeAsync();
    }

    private void send(Command<T> command) {
        if (outbox.add(command)) {
            channel.eventLoop().execute(this::flush);
        }
    }

    private void flush() {
        List<Command<T>> commands = outbox.drain();
        unanswered.addAll(commands);
        decoder.writeAndFlush(SubscribeCommands.encode(commands, channel.alloc()), decoder.voidPromise());
    }

    private void tick() {
        silentTicks++;
        if (silentTicks > DEAD_AFTER_TICKS) {
            log.warn(
                    "Redis at {} does not answer on a connection with subscriptions; it is replaced", server.getAddr());
            close();
        } else if (silentTicks > PING_AFTER_TICKS && unanswered.isEmpty()) {
            send(new Ping<>());
        }
    }

    /** What the server sends, matched with the commands it answers. */
    private final class Replies implements PushDecoder.Receiver {
        @Override
        public void message(String channelName, byte[] value) {
            silentTicks = 0;
            listener.message(channelName, value);
        }

        @Override
        public void reply(String kind, String channelName) {
            silentTicks = 0;
            switch (kind) {
                case "ssubscribe" -> confirmed(channelName);
                case "sunsubscribe" -> unsubscribed(channelName);
                default -> unanswered.poll();
            }
        }

        private void confirmed(String channelName) {
            if (unanswered.peek() instanceof SubscribeAll<T> command
                    && command.waiting().peek().channel().equals(channelName)) {
                Subscribe<T> confirmed = command.waiting().remove();
                if (command.waiting().isEmpty()) {
                    unanswered.remove();
                }
                listener.confirmed(SubscribeConnection.this, confirmed.subscription());
            }
        }

        private void unsubscribed(String channelName) {
            if (unanswered.peek() instanceof Unsubscribe<T> command
                    && command.channel().equals(channelName)) {
                unanswered.remove();
            } else {
                listener.ended(SubscribeConnection.this, channelName);
            }
        }

        @Override
        public void error(String text) {
            silentTicks = 0;
            if (unanswered.poll() instanceof SubscribeAll<T> command) {
                command.waiting()
                        .forEach(each -> listener.refused(SubscribeConnection.this, each.subscription(), text));
            }
        }
    }

    private final class EndOfConnection extends ChannelInboundHandlerAdapter {
        /** Closed for Redisson too, which would reconnect. */
        @Override
        public void channelInactive(ChannelHandlerContext context) {
            ticking.cancel(false);
            connection.closeAsync();
            context.fireChannelInactive();
            listener.closed(SubscribeConnection.this);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failures.run(count -> log.warn(
                    "{} connections with subscriptions to Redis failed, the last one at {}: {}",
                    count,
                    server.getAddr(),
                    cause.toString()));
            context.close();
        }
    }
}
