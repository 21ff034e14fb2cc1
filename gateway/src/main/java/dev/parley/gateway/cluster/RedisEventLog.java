package dev.parley.gateway.cluster;

import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.cluster.ClusterMessage.Emitted;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.gateway.redis.RedisScript;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.presence.redis.RedisFailures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RScript;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as one Redis stream a channel. One script takes the next offset, adds to the stream and publishes, so the order of
 * offsets is the order in which Redis publishes, and a node receives all channels on one connection. A Cluster has that one order on
 * one server only: there everything is published on the namespace's channel, and all keys have its slot.
 */
final class RedisEventLog implements EventLog, PublishCommand, DeliveryGapListener {
    private static final Logger log = LoggerFactory.getLogger(RedisEventLog.class);
    private static final RedisScript APPEND = RedisScript.load(RedisEventLog.class, "append");
    private static final RedisScript READ = RedisScript.load(RedisEventLog.class, "read");
    private static final RedisScript GAP = RedisScript.load(RedisEventLog.class, "gap");

    private static final long APPEND_TIMEOUT_MS = 3_000;

    private record Entry(long offset, byte[] frame) {}

    private final RedisConnection redis;
    private final EventLogSettings settings;
    private final ClusterFrames frames;
    private final String keys;
    private final AtomicInteger marking = new AtomicInteger();
    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);

    /** @param frames as the node reads them */
    RedisEventLog(RedisConnection redis, EventLogSettings settings, ClusterFrames frames) {
        this.redis = redis;
        this.settings = settings;
        this.frames = frames;
        this.keys = settings.keyPrefix() + ":{" + ClusterFrames.NAMESPACE_CHANNEL + "}:";
    }

    // ---- writing

    /** One, since all events have one order. */
    @Override
    public String queueOf(String channel) {
        return "log";
    }

    @Override
    public Executor loop() {
        return redis.loop();
    }

    @Override
    public CompletionStage<Outcome> publish(String queue, List<Outgoing> messages) {
        return redis.client()
                .map(client -> append(client, messages))
                .orElseGet(() -> CompletableFuture.completedFuture(new Outcome(messages, List.of())));
    }

    private CompletionStage<Outcome> append(RedissonClient client, List<Outgoing> messages) {
        RBatch batch = client.createBatch(oneAttempt());
        for (Outgoing message : messages) {
            batch.getScript(ByteArrayCodec.INSTANCE)
                    .evalAsync(
                            Mode.READ_WRITE,
                            APPEND.text(),
                            ReturnType.LONG,
                            List.of(last(), stream(message.channel())),
                            utf8(redis.isCluster() ? ClusterFrames.NAMESPACE_CHANNEL : message.channel()),
                            message.value(),
                            ClusterFrames.afterOffset(),
                            number(settings.entries()),
                            number(settings.age().toMillis()));
        }
        return batch.executeAsync()
                .handle((done, failure) -> failure == null ? Outcome.ALL_PUBLISHED : lost(messages, failure));
    }

    private Outcome lost(List<Outgoing> messages, Throwable failure) {
        failures.run(count -> log.warn(
                "Events cannot be appended to the event log, and are not delivered; failures since the last line: {}, the last"
                        + " one: {}",
                count,
                RedisFailures.words(failure)));
        return new Outcome(List.of(), messages);
    }

    /**
     * Deliberate: not {@code skipResult()}. Redisson then switches the connection's replies off and on around the batch, and
     * commands of others that share the connection lose their answers or get one another's.
     */
    private static BatchOptions oneAttempt() {
        return BatchOptions.defaults()
                .executionMode(BatchOptions.ExecutionMode.IN_MEMORY)
                .responseTimeout(APPEND_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .retryAttempts(0);
    }

    @Override
    public void lost() {
        markGap();
    }

    @Override
    public void recovered() {
        markGap();
    }

    /**
     * Marks that the log is not complete across this point. One mark is in flight at a time; later losses are marked after it, and
     * those that cannot be marked now when Redis is available again.
     */
    private void markGap() {
        redis.client().filter(client -> marking.getAndIncrement() == 0).ifPresent(this::markGap);
    }

    private void markGap(RedissonClient client) {
        GAP.<Long>run(
                        script(client),
                        ReturnType.LONG,
                        List.of(last(), gap()),
                        number(settings.age().toMillis()))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        log.debug("A gap in the event log is not marked yet: {}", RedisFailures.words(failure));
                    }
                    if (marking.getAndSet(0) > 1) {
                        markGap();
                    }
                });
    }

    // ---- reading

    @Override
    public CompletionStage<Long> position() {
        return connected(client -> client.<byte[]>getBucket(last(), ByteArrayCodec.INSTANCE)
                .getAsync()
                .thenApply(last -> last == null ? 0L : Long.parseLong(text(last))));
    }

    @Override
    public CompletionStage<Optional<MissedPackets>> after(long offset, Set<String> rooms) {
        List<Object> streams = new ArrayList<>(List.of(last(), gap()));
        rooms.stream()
                .filter(ClusterFrames::hasChannel)
                .map(ClusterFrames::channelOf)
                .map(this::stream)
                .forEach(streams::add);
        streams.add(stream(ClusterFrames.NAMESPACE_CHANNEL));
        return connected(client -> READ.<List<Object>>run(
                        script(client),
                        ReturnType.LIST,
                        streams,
                        number(offset),
                        number(settings.entries()),
                        number(settings.maxRead())))
                .thenApply(found -> missed(found, rooms));
    }

    /** {@code [upTo, offset, frame, offset, frame, ...]}; nothing when the log is not complete. */
    private Optional<MissedPackets> missed(List<Object> found, Set<String> rooms) {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i < found.size(); i += 2) {
            entries.add(new Entry(Long.parseLong(text(found.get(i))), (byte[]) found.get(i + 1)));
        }
        entries.sort(Comparator.comparingLong(Entry::offset));
        List<Emitted> emitted = entries.stream()
                .map(entry -> frames.read(ClusterFrames.withOffset(entry.frame(), entry.offset())))
                .map(Emitted.class::cast)
                .filter(event -> isFor(event.target(), rooms))
                .toList();
        int bytes = emitted.stream().mapToInt(event -> event.packet().size()).sum();
        return emitted.size() > settings.maxMissed() || bytes > settings.maxMissedBytes()
                ? Optional.empty()
                : Optional.of(new MissedPackets(
                        emitted.stream().map(Emitted::packet).toList(), Long.parseLong(text(found.get(0)))));
    }

    private static boolean isFor(BroadcastTarget target, Set<String> rooms) {
        return (target.rooms().isEmpty() || !Collections.disjoint(target.rooms(), rooms))
                && Collections.disjoint(target.except(), rooms);
    }

    // ---- keys and words

    private interface Asking<T> {
        CompletionStage<T> ask(RedissonClient client);
    }

    private <T> CompletionStage<T> connected(Asking<T> asking) {
        return redis.client()
                .map(asking::ask)
                .orElseGet(() -> CompletableFuture.failedStage(new IllegalStateException("not connected yet")))
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedStage(RedisFailures.of("the event log", failure)));
    }

    private static RScript script(RedissonClient client) {
        return client.getScript(ByteArrayCodec.INSTANCE);
    }

    private String last() {
        return keys + "last";
    }

    private String gap() {
        return keys + "gap";
    }

    private String stream(String channel) {
        return keys + "log:" + channel;
    }

    private static byte[] number(long number) {
        return utf8(Long.toString(number));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
