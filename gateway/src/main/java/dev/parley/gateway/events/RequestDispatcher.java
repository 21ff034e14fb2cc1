package dev.parley.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.deadline.Deadline;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.IdGenerator;
import dev.parley.gateway.wire.Reply;
import dev.parley.gateway.wire.WireError;
import dev.parley.presence.NodeId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches client events to their endpoints. The events of a socket are handled one after the other, each within 5 s, while
 * the socket stays within its limits; every answer is counted by event and outcome. Any thread.
 */
final class RequestDispatcher {
    static final Duration REPLY_WITHIN = Duration.ofSeconds(5);
    /** The name under which all events that Parley does not have are counted. */
    static final String UNKNOWN = "unknown";

    private static final Logger LOG = LoggerFactory.getLogger(RequestDispatcher.class);

    private final NodeId node;
    private final IdGenerator requestIds;
    private final MeterRegistry registry;
    private final Deadline deadline = new Deadline(REPLY_WITHIN);
    /** By event and outcome, of which there are some hundreds at most: looking them up in the registry costs more. */
    private final ConcurrentMap<String, Timer> timers = new ConcurrentHashMap<>();

    /** @param requestIds name requests in the logs */
    RequestDispatcher(NodeId node, IdGenerator requestIds, MeterRegistry registry) {
        this.node = node;
        this.requestIds = requestIds;
        this.registry = registry;
    }

    /** Never fails. After the deadline the answer is {@code unavailable}, although the work may still succeed. */
    <R> CompletionStage<Reply> answer(Connection connection, Endpoint<?, R> endpoint, JsonNode payload) {
        Timer.Sample sample = Timer.start(registry);
        var log = new SocketLogContext(connection, endpoint.event(), payload, node, requestIds);
        CompletableFuture<R> outcome = new CompletableFuture<>();
        deadline.limit(outcome);
        refusal(connection)
                .or(() -> enqueue(connection, outcome, endpoint, payload))
                .ifPresent(outcome::completeExceptionally);
        return outcome.handle((body, failure) -> reply(log, body, failure))
                .whenComplete((reply, never) -> answered(log, reply, sample));
    }

    /** The answer to an event that Parley does not have. */
    Reply answerUnknown(Connection connection, String event) {
        Rejection refused = refusal(connection).orElseGet(() -> UnknownEvent.refusal(event));
        Reply reply = Reply.refused(WireError.of(refused));
        timer(UNKNOWN, outcomeOf(reply)).record(Duration.ZERO);
        return reply;
    }

    private static Optional<Rejection> refusal(Connection connection) {
        return connection.take(EventLimit.ALL).map(EventLimit::exceeded);
    }

    private static <R> Optional<Rejection> enqueue(
            Connection connection, CompletableFuture<R> outcome, Endpoint<?, R> endpoint, JsonNode payload) {
        return connection.requests().enqueue(outcome, () -> endpoint.handle(connection, payload))
                ? Optional.empty()
                : Optional.of(EventLimit.exceeded(REPLY_WITHIN));
    }

    private static Reply reply(SocketLogContext log, Object body, Throwable failure) {
        return failure == null ? Reply.ok(body) : Reply.refused(ErrorMapper.toError(log, failure));
    }

    private void answered(SocketLogContext log, Reply reply, Timer.Sample sample) {
        String outcome = outcomeOf(reply);
        long nanos = sample.stop(timer(log.event(), outcome));
        if (LOG.isDebugEnabled()) {
            log.on(LOG.atDebug())
                    .addKeyValue("outcome", outcome)
                    .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                    .log("answered");
        }
    }

    private static String outcomeOf(Reply reply) {
        return reply instanceof Reply.Refused refused ? refused.error().code() : "ok";
    }

    private Timer timer(String event, String outcome) {
        return timers.computeIfAbsent(event + " " + outcome, first -> newTimer(event, outcome));
    }

    private Timer newTimer(String event, String outcome) {
        return Timer.builder("parley.events")
                .description("Time from the arrival of a client's event to its answer")
                .tag("event", event)
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }
}
