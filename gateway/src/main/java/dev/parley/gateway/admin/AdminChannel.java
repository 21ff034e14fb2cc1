package dev.parley.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.error.StorageException;
import dev.parley.presence.redis.RedisFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The namespace {@code /admin} over the cluster: publishes what this node tells, and receives what the others do while this node has an
 * admin. Sharded pub/sub on the channels of the adapter. Any thread; never blocks.
 */
final class AdminChannel {
    private static final Logger LOG = LoggerFactory.getLogger(AdminChannel.class);
    private static final long ANSWERS_WITHIN_MS = 2_000;
    private static final int MAX_REQUESTS = 16;
    /** Of all nodes together. */
    private static final int MAX_SOCKETS = 2 * SocketSnapshots.MAX_SOCKETS;

    private final RedissonClient client;
    private final AdminFrames frames;
    private final AdminMeters meters;
    private final RTopic events;
    private final RTopic answers;
    private final ConcurrentMap<String, Answers> requests = new ConcurrentHashMap<>();
    private Consumer<JsonNode> received = message -> {};
    /** Null while this node has no admin. */
    private CompletableFuture<Void> listening;

    private volatile boolean hasOthers;

    AdminChannel(RedissonClient client, AdminFrames frames, AdminMeters meters) {
        this.client = client;
        this.frames = frames;
        this.meters = meters;
        this.events = topic(AdminFrames.channel(AdminFrames.ADMIN));
        this.answers = topic(frames.answersChannel());
    }

    private RTopic topic(String channel) {
        return client.getShardedTopic(channel, StringCodec.INSTANCE);
    }

    /** @param receiver of what other servers tell the admins. Before the first {@link #listen}. */
    void onReceived(Consumer<JsonNode> receiver) {
        this.received = receiver;
    }

    /** Completes once what is published from now on is received; at once when a subscription fails, which is counted. */
    synchronized CompletionStage<Void> listen() {
        if (listening == null) {
            CompletionStage<?> toEvents = events.addListenerAsync(String.class, (channel, text) -> receive(text))
                    .exceptionally(this::failed);
            CompletionStage<?> toAnswers = answers.addListenerAsync(String.class, (channel, text) -> answered(text))
                    .exceptionally(this::failed);
            listening = CompletableFuture.allOf(toEvents.toCompletableFuture(), toAnswers.toCompletableFuture());
        }
        return listening.copy();
    }

    /** May be called twice. */
    synchronized void stopListening() {
        if (listening != null) {
            listening = null;
            events.removeAllListenersAsync().exceptionally(this::failed);
            answers.removeAllListenersAsync().exceptionally(this::failed);
        }
    }

    private synchronized boolean isListening() {
        return listening != null;
    }

    /** Whether another server of the cluster receives what is published, as of the last {@link #publishAlways}. */
    boolean hasOthers() {
        return hasOthers;
    }

    /** Another server has an admin: publish from now on, before the next statistics find out. */
    void watched() {
        hasOthers = true;
    }

    /** For others, whether or not there are any; finds out. */
    void publishAlways(List<?> event) {
        publish(AdminFrames.channel(AdminFrames.ADMIN), frames.event(AdminFrames.ADMIN, List.of(), event))
                .thenAccept(receivers -> hasOthers = receivers > (isListening() ? 1 : 0));
    }

    void publish(List<?> event) {
        if (hasOthers) {
            publish(AdminFrames.channel(AdminFrames.ADMIN), frames.event(AdminFrames.ADMIN, List.of(), event));
        }
    }

    /** Completes with the number of servers that received it; 0 when it is lost, which is counted. */
    CompletionStage<Long> publish(String channel, String frame) {
        return topic(channel).publishAsync(frame).exceptionally(failure -> {
            failed(failure);
            return 0L;
        });
    }

    /** Answers a request for the sockets of this node. */
    void answer(JsonNode request, List<SocketView> sockets) {
        String namespace = request.path("nsp").asText();
        String requestId = request.at("/data/requestId").asText();
        publish(
                AdminFrames.channel(namespace, request.path("uid").asText()),
                frames.sockets(namespace, requestId, sockets));
    }

    /**
     * Asks every server for the sockets of {@code /}. Completes within two seconds, without those of servers that have not answered; fails
     * with {@code StorageException} when too many requests wait.
     */
    CompletionStage<List<JsonNode>> sockets() {
        if (requests.size() >= MAX_REQUESTS) {
            return CompletableFuture.failedStage(new StorageException("too many admins ask for all sockets", null));
        }
        String id = Secrets.next();
        Answers waiting = new Answers();
        requests.put(id, waiting);
        publish(AdminFrames.channel(AdminFrames.CHATS), frames.fetch(id)).thenAccept(waiting::expect);
        return waiting.complete
                .completeOnTimeout(null, ANSWERS_WITHIN_MS, TimeUnit.MILLISECONDS)
                .thenApply(done -> waiting.sockets())
                .whenComplete((sockets, failure) -> requests.remove(id));
    }

    private void receive(String text) {
        JsonNode message = AdminFrames.read(text);
        if (message.isObject() && !frames.isOwn(message)) {
            received.accept(message);
        }
    }

    private void answered(String text) {
        JsonNode data = AdminFrames.read(text).path("data");
        Answers waiting = requests.get(data.path("requestId").asText());
        if (waiting != null) {
            waiting.add(data.path("sockets"));
        }
    }

    private <T> T failed(Throwable failure) {
        LOG.debug("Redis did not take a message of the admin namespace: {}", RedisFailures.words(failure));
        meters.failed();
        return null;
    }

    /** The answers to one request. */
    private static final class Answers {
        final CompletableFuture<Void> complete = new CompletableFuture<>();
        private final List<JsonNode> sockets = new ArrayList<>();
        private long expected = Long.MAX_VALUE;
        private int count;

        void expect(long servers) {
            boolean isComplete;
            synchronized (this) {
                expected = servers;
                isComplete = count >= expected;
            }
            completeIf(isComplete);
        }

        void add(JsonNode answer) {
            boolean isComplete;
            synchronized (this) {
                for (JsonNode socket : answer) {
                    if (sockets.size() < MAX_SOCKETS) {
                        sockets.add(socket);
                    }
                }
                isComplete = ++count >= expected;
            }
            completeIf(isComplete);
        }

        private void completeIf(boolean isComplete) {
            if (isComplete) {
                complete.complete(null);
            }
        }

        synchronized List<JsonNode> sockets() {
            return List.copyOf(sockets);
        }
    }
}
