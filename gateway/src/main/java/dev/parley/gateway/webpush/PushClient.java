package dev.parley.gateway.webpush;

import dev.parley.core.error.Failures;
import dev.parley.gateway.outgoing.FailureReason;
import dev.parley.gateway.outgoing.OutgoingClient;
import dev.parley.gateway.outgoing.OutgoingReply;
import dev.parley.gateway.timers.BackOff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Sends pushes to push services: with retries inside a deadline, at most {@link #IN_FLIGHT} at the same time. Any thread. */
final class PushClient {
    private static final int IN_FLIGHT = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(8);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(10));
    private static final int TOO_MANY = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private final OutgoingClient client;
    private final PushServiceHolds holds = new PushServiceHolds();
    private final InFlightLimit limit = new InFlightLimit(IN_FLIGHT);
    private final WebPushMeters meters;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;

    /** @param retryAfter how long the push service asks to wait */
    private record Attempt(PushOutcome outcome, Optional<Duration> retryAfter) {}

    PushClient(OutgoingClient client, WebPushMeters meters, ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.client = client;
        this.meters = meters;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** Never fails. @param deadline on the clock of {@code nanoTime} */
    CompletionStage<PushOutcome> send(PushRequest request, long deadline) {
        return attempt(request, 1, deadline);
    }

    private CompletionStage<PushOutcome> attempt(PushRequest request, int number, long deadline) {
        Duration held = holds.pause(request.origin(), nanoTime.getAsLong());
        if (!held.isZero()) {
            return again(request, number, held, deadline);
        }
        return limit.run(() -> post(request, deadline)).thenCompose(attempt -> {
            if (attempt.outcome() != PushOutcome.FAILED) {
                return CompletableFuture.completedStage(attempt.outcome());
            }
            attempt.retryAfter().ifPresent(pause -> holds.hold(request.origin(), pause, nanoTime.getAsLong()));
            return again(request, number + 1, attempt.retryAfter().orElse(BACK_OFF.after(number)), deadline);
        });
    }

    /** Unless the deadline comes first. */
    private CompletionStage<PushOutcome> again(PushRequest request, int number, Duration pause, long deadline) {
        if (left(deadline).compareTo(pause) <= 0) {
            return CompletableFuture.completedStage(PushOutcome.FAILED);
        }
        CompletableFuture<Void> over = new CompletableFuture<>();
        timer.schedule(() -> over.complete(null), pause.toMillis(), TimeUnit.MILLISECONDS);
        return over.thenCompose(waited -> attempt(request, number, deadline));
    }

    private CompletionStage<Attempt> post(PushRequest request, long deadline) {
        Duration left = left(deadline);
        if (left.isZero()) {
            return CompletableFuture.completedStage(failed(FailureReason.TIMEOUT, PushOutcome.FAILED));
        }
        long sent = nanoTime.getAsLong();
        Duration within = left.compareTo(TIMEOUT) < 0 ? left : TIMEOUT;
        return Failures.stageOf(() -> client.post(request.target(), request.headers(), request.body(), within))
                .handle((reply, failure) -> failure == null ? answered(reply, sent) : failed(failure));
    }

    private Attempt answered(OutgoingReply reply, long sent) {
        if (reply.isSuccess()) {
            meters.accepted(Duration.ofNanos(nanoTime.getAsLong() - sent));
            return new Attempt(PushOutcome.ACCEPTED, Optional.empty());
        }
        if (reply.status() == NOT_FOUND || reply.status() == GONE) {
            return new Attempt(PushOutcome.EXPIRED, Optional.empty());
        }
        meters.failed(FailureReason.of(reply.status()));
        boolean isTemporary = reply.status() >= 500 || reply.status() == TOO_MANY || reply.status() == REQUEST_TIMEOUT;
        return new Attempt(isTemporary ? PushOutcome.FAILED : PushOutcome.REFUSED, reply.retryAfter());
    }

    private Attempt failed(Throwable failure) {
        FailureReason reason = FailureReason.of(failure);
        return failed(reason, reason == FailureReason.PRIVATE_ADDRESS ? PushOutcome.REFUSED : PushOutcome.FAILED);
    }

    private Attempt failed(FailureReason reason, PushOutcome outcome) {
        meters.failed(reason);
        return new Attempt(outcome, Optional.empty());
    }

    private Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong()));
    }
}
