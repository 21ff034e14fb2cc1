package dev.parley.gateway.redis;

import dev.parley.core.deadline.Deadline;
import dev.parley.presence.redis.RedisFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisException;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.CommandData;
import org.redisson.client.protocol.CommandsData;
import org.redisson.client.protocol.RedisCommands;

/**
 * A connection of Redisson to one Redis server on which messages are published, each at most once: nothing is sent a second time. Any
 * thread; never blocks.
 */
public final class PublishConnection {
    private static final long CONNECT_TIMEOUT_MS = 2_000;
    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(3);

    /** What became of one message. */
    public enum Outcome {
        PUBLISHED,
        /** The server refused it, so it may be sent again. */
        REFUSED,
        /** The server did not answer; the message may have been published. */
        UNKNOWN
    }

    /** @param error the server's, when it refused the message; empty otherwise */
    public record Result(Outcome outcome, String error) {}

    /** One message for a channel. */
    public interface Message {
        String channel();

        byte[] value();
    }

    private final RedisConnection connection;
    private final Deadline deadline = new Deadline(PUBLISH_TIMEOUT);
    /** Batches that wait for their answers. */
    private final Set<CompletableFuture<Void>> inFlight = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    private PublishConnection(RedisConnection connection) {
        this.connection = connection;
        // Closed for Redisson too, which would reconnect.
        connection.getChannel().closeFuture().addListener(end -> close());
    }

    /** Connects within two seconds. Completes when the server has answered, so that nothing is sent to one that hangs. */
    public static CompletionStage<PublishConnection> open(RedisClient server) {
        CompletableFuture<PublishConnection> opened = new CompletableFuture<>();
        server.connectAsync().whenComplete((connection, failure) -> {
            if (failure != null) {
                opened.completeExceptionally(failure);
            } else {
                prove(connection, opened);
            }
        });
        return opened.orTimeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private static void prove(RedisConnection connection, CompletableFuture<PublishConnection> opened) {
        connection
                .async(CONNECT_TIMEOUT_MS, StringCodec.INSTANCE, RedisCommands.PING)
                .whenComplete((pong, failure) -> {
                    // A Redis that cannot save refuses a PING, but publishes.
                    boolean isSilent =
                            failure != null && RedisFailures.refusal(failure).isEmpty();
                    if (isSilent) {
                        opened.completeExceptionally(failure);
                    }
                    if (isSilent || !opened.complete(new PublishConnection(connection))) {
                        connection.closeAsync();
                    }
                });
    }

    public boolean isOpen() {
        return !closed && connection.isActive();
    }

    /** May be called twice. */
    public void close() {
        closed = true;
        connection.closeAsync();
        RedisException cause = new RedisException("the connection to Redis was closed");
        inFlight.forEach(answers -> answers.completeExceptionally(cause));
    }

    /**
     * Publishes messages in one write, in order. Never fails; one result for each message, within three seconds. The connection is
     * closed when the server does not answer.
     */
    public CompletionStage<List<Result>> publish(List<? extends Message> messages) {
        List<CommandData<?, ?>> commands = new ArrayList<>(messages.size());
        for (Message message : messages) {
            commands.add(new CommandData<>(
                    new CompletableFuture<Long>(), ByteArrayCodec.INSTANCE, RedisCommands.SPUBLISH, new Object[] {
                        message.channel(), message.value()
                    }));
        }
        return send(commands).handle((done, failure) -> results(commands));
    }

    private CompletionStage<Void> send(List<CommandData<?, ?>> commands) {
        CompletableFuture<Void> answers = new CompletableFuture<>();
        inFlight.add(answers);
        connection
                .send(new CommandsData(answers, commands, false, false, false, false))
                .addListener(write -> {
                    if (!write.isSuccess()) {
                        answers.completeExceptionally(write.cause());
                    }
                });
        if (closed) {
            close();
        }
        return deadline.limit(answers).whenComplete((done, failure) -> inFlight.remove(answers));
    }

    private List<Result> results(List<CommandData<?, ?>> commands) {
        List<Result> results = new ArrayList<>(commands.size());
        for (CommandData<?, ?> command : commands) {
            results.add(result(command.getPromise()));
        }
        if (results.get(results.size() - 1).outcome() == Outcome.UNKNOWN) {
            close();
        }
        return results;
    }

    private static Result result(CompletableFuture<?> answer) {
        if (!answer.isDone()) {
            return new Result(Outcome.UNKNOWN, "");
        }
        return answer.handle((receivers, failure) -> failure == null
                        ? new Result(Outcome.PUBLISHED, "")
                        : new Result(
                                Outcome.REFUSED, RedisFailures.refusal(failure).orElse("unknown")))
                .getNow(null);
    }
}
