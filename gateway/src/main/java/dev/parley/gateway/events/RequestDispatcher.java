package dev.parley.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.IdGenerator;
import dev.parley.gateway.wire.Reply;
import dev.parley.presence.NodeId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has requests answered: each one once, in turn, within 5 s and within the socket's budget; counted by event and outcome. */
final class RequestDispatcher {
    static final Duration REPLY_WITHIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RequestDispatcher.class);

    private final NodeId node;
    private final IdGenerator requestIds;
    private final MeterRegistry registry;
    /** By event and outcome, of which there are some hundreds at most: finding them in the registry costs more. */
    private final ConcurrentMap<String, Timer> timers = new ConcurrentHashMap<>();

    /** @param requestIds name requests in the logs */
    RequestDispatcher(NodeId node, IdGenerator requestIds, MeterRegistry registry) {
        this.node = node;
        this.requestIds = requestIds;
        this.registry = registry;
    }

    /** Never fails. Past the deadline the answer is {@code unavailable}, whether or not the work still ends well. */
    <R> CompletionStage<Reply> answer(Connection connection, Endpoint<?, R> endpoint, JsonNode arrived) {
        Timer.Sample sample = Timer.start(registry);
        SocketLogContext request = new SocketLogContext(connection, endpoint.request(), arrived, node, requestIds);
        CompletableFuture<R> outcome = new CompletableFuture<>();
        outcome.orTimeout(REPLY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        boolean accepted =
                connection.takeEvent() && connection.lane().enter(outcome, () -> endpoint.handle(connection, arrived));
        if (!accepted) {
            outcome.completeExceptionally(new Rejection(ErrorCode.RATE_LIMITED, "too many events on this socket"));
        }
        return outcome.handle((body, failure) -> reply(request, body, failure))
                .whenComplete((reply, never) -> answered(request, reply, sample));
    }

    private static Reply reply(SocketLogContext request, Object body, Throwable failure) {
        return failure == null ? Reply.ok(body) : Reply.refused(ErrorMapper.toError(request, failure));
    }

    private void answered(SocketLogContext request, Reply reply, Timer.Sample sample) {
        String outcome =
                reply instanceof Reply.Refused refused ? refused.error().code() : "ok";
        long nanos = sample.stop(timer(request.event(), outcome));
        if (LOG.isDebugEnabled()) {
            request.on(LOG.atDebug())
                    .addKeyValue("outcome", outcome)
                    .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                    .log("answered");
        }
    }

    private Timer timer(String event, String outcome) {
        return timers.computeIfAbsent(event + " " + outcome, first -> newTimer(event, outcome));
    }

    private Timer newTimer(String event, String outcome) {
        return Timer.builder("parley.events")
                .description("Requests over Socket.IO, from arrival to answer")
                .tag("event", event)
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }
}
