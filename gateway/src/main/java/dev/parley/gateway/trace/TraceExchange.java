package dev.parley.gateway.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.error.StorageException;
import dev.parley.gateway.nodes.NodeDirectory;
import dev.parley.gateway.wire.WireJson;
import dev.parley.presence.redis.RedisFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every live node through Redis, and answers what others ask. A node that does not answer in time is named. One channel for questions,
 * one for answers; both carry ids and times, never content.
 */
final class TraceExchange {
    /** @param silent live nodes that did not answer in time */
    record Answers(List<NodeTrace> traces, List<String> silent) {}

    private static final Logger LOG = LoggerFactory.getLogger(TraceExchange.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final int MAX_ASKED = 32;

    private final NodeDirectory directory;
    private final NodeTracer self;
    private final RTopic questions;
    private final RTopic answers;
    private final ConcurrentMap<String, Asked> asked = new ConcurrentHashMap<>();

    TraceExchange(RedissonClient client, String keyPrefix, NodeDirectory directory, NodeTracer self) {
        this.directory = directory;
        this.self = self;
        this.questions = client.getTopic(keyPrefix + ":trace:ask", StringCodec.INSTANCE);
        this.answers = client.getTopic(keyPrefix + ":trace:answer", StringCodec.INSTANCE);
    }

    void start() {
        questions
                .addListenerAsync(String.class, (channel, text) -> answer(text))
                .exceptionally(TraceExchange::failed);
        answers.addListenerAsync(String.class, (channel, text) -> answered(text))
                .exceptionally(TraceExchange::failed);
    }

    void stop() {
        questions.removeAllListenersAsync();
        answers.removeAllListenersAsync();
    }

    /** Completes within two seconds after Redis has the question. Fails with {@code StorageException}. */
    CompletionStage<Answers> ask(TraceQuery query) {
        if (asked.size() >= MAX_ASKED) {
            return CompletableFuture.failedStage(new StorageException("too many messages are being traced", null));
        }
        return directory.nodes().thenCompose(entries -> {
            Set<String> nodes =
                    entries.stream().map(entry -> entry.node().id().value()).collect(Collectors.toSet());
            Asked waiting = new Asked(nodes);
            asked.put(query.ask(), waiting);
            questions.publishAsync(json(query)).exceptionally(TraceExchange::failed);
            return waiting.all
                    .completeOnTimeout(null, ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .thenApply(done -> waiting.answers())
                    .whenComplete((done, never) -> asked.remove(query.ask()));
        });
    }

    private void answer(String text) {
        try {
            TraceQuery query = WireJson.mapper().readValue(text, TraceQuery.class);
            self.answer(query)
                    .thenAccept(trace -> answers.publishAsync(json(Map.of("ask", query.ask(), "trace", trace))));
        } catch (JsonProcessingException | RuntimeException unreadable) {
            LOG.debug("a question about a message cannot be answered: {}", unreadable.toString());
        }
    }

    private void answered(String text) {
        try {
            JsonNode answer = WireJson.mapper().readTree(text);
            Asked waiting = asked.get(answer.path("ask").asText());
            if (waiting != null) {
                waiting.add(WireJson.mapper().treeToValue(answer.get("trace"), NodeTrace.class));
            }
        } catch (JsonProcessingException | RuntimeException unreadable) {
            LOG.debug("an answer about a message cannot be read: {}", unreadable.toString());
        }
    }

    private static String json(Object value) {
        try {
            return WireJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static <T> T failed(Throwable failure) {
        LOG.warn("messages cannot be traced over the cluster: {}", RedisFailures.words(failure));
        return null;
    }

    /** The answers to one question. */
    private static final class Asked {
        final CompletableFuture<Void> all = new CompletableFuture<>();
        private final Set<String> nodes;
        private final List<NodeTrace> traces = new ArrayList<>();

        Asked(Set<String> nodes) {
            this.nodes = nodes;
        }

        void add(NodeTrace trace) {
            boolean isComplete;
            synchronized (this) {
                traces.add(trace);
                isComplete = silent().isEmpty();
            }
            if (isComplete) {
                all.complete(null);
            }
        }

        synchronized Answers answers() {
            return new Answers(List.copyOf(traces), silent());
        }

        private List<String> silent() {
            Set<String> answered = traces.stream().map(NodeTrace::node).collect(Collectors.toSet());
            return nodes.stream()
                    .filter(node -> !answered.contains(node))
                    .sorted()
                    .toList();
        }
    }
}
