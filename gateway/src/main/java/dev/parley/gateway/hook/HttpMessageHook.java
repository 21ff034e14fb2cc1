package dev.parley.gateway.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.core.chat.MessageRules.Accepted;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.endpoint.Signature;
import dev.parley.core.error.Failures;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.rules.HookRule;
import dev.parley.core.rules.MessageHook;
import dev.parley.gateway.outgoing.FailureReason;
import dev.parley.gateway.outgoing.OutgoingClient;
import dev.parley.gateway.outgoing.OutgoingReply;
import dev.parley.gateway.wire.HookPayloads;
import dev.parley.gateway.wire.WireJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/** Asks the hook by a signed POST, behind a {@link CircuitBreaker}, with a bound on the questions in flight. Any thread. */
public final class HttpMessageHook implements MessageHook {
    private static final int MOST_IN_FLIGHT = 100;

    private final IdGenerator ids;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final CircuitBreaker breaker;
    private final HookMeters meters;
    private final Semaphore places = new Semaphore(MOST_IN_FLIGHT);
    /** Created with the first question: most gateways have no hook. */
    private OutgoingClient client;

    public HttpMessageHook(MeterRegistry registry, IdGenerator ids, Clock clock, LongSupplier nanoTime) {
        this.ids = ids;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.breaker = new CircuitBreaker(nanoTime);
        this.meters = new HookMeters(registry, breaker::isOpen);
    }

    @Override
    public CompletionStage<Answer> ask(HookRule rule, SendMessage command, Accepted accepted, boolean explains) {
        if (!places.tryAcquire()) {
            return notAsked("too many questions in flight");
        }
        if (!breaker.mayCall()) {
            places.release();
            return notAsked("the hook has not answered several times");
        }
        long asked = nanoTime.getAsLong();
        return Failures.stageOf(() -> post(rule, command, accepted, explains))
                .thenApply(HttpMessageHook::answer)
                .whenComplete((answer, failure) -> {
                    places.release();
                    count(failure, Duration.ofNanos(nanoTime.getAsLong() - asked));
                });
    }

    /** May be called twice. */
    public synchronized void stop() {
        if (client != null) {
            client.stop();
        }
    }

    private synchronized OutgoingClient client() {
        if (client == null) {
            client = new OutgoingClient("parley-hook", clock);
        }
        return client;
    }

    private CompletionStage<OutgoingReply> post(
            HookRule rule, SendMessage command, Accepted accepted, boolean explains) {
        Instant now = clock.instant();
        byte[] body = json(HookPayloads.question(command, accepted, explains, now));
        Map<String, String> headers = Signature.headers("hook_" + ids.next(), now, body, rule.secrets());
        return client().post(rule.target().orElseThrow(), headers, body, rule.timeout());
    }

    private CompletionStage<Answer> notAsked(String because) {
        meters.notAsked();
        return CompletableFuture.failedStage(new HookException(FailureReason.CONNECT, because));
    }

    private void count(Throwable failure, Duration took) {
        if (failure == null) {
            breaker.succeeded();
            meters.answered(took);
        } else {
            breaker.failed();
            meters.failed(
                    Failures.unwrap(failure) instanceof HookException known
                            ? known.reason()
                            : FailureReason.of(failure),
                    took);
        }
    }

    private static Answer answer(OutgoingReply reply) {
        if (!reply.isSuccess()) {
            throw new HookException(FailureReason.of(reply.status()), "status " + reply.status());
        }
        try {
            return reply.body().length == 0
                    ? Answer.ALLOW
                    : HookPayloads.answer(WireJson.mapper().readTree(reply.body()));
        } catch (IOException | IllegalArgumentException invalid) {
            throw new HookException(FailureReason.INVALID_REPLY, String.valueOf(invalid.getMessage()));
        }
    }

    private static byte[] json(Object body) {
        try {
            return WireJson.mapper().writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
