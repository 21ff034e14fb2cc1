package dev.parley.gateway.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.core.endpoint.Signature;
import dev.parley.core.error.Failures;
import dev.parley.core.outbox.OutboxEvent;
import dev.parley.core.outbox.PendingEvents;
import dev.parley.core.text.Sha256;
import dev.parley.gateway.outgoing.FailureReason;
import dev.parley.gateway.outgoing.OutgoingClient;
import dev.parley.gateway.outgoing.OutgoingReply;
import dev.parley.gateway.wire.WebhookPayloads;
import dev.parley.gateway.wire.WireJson;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Posts single events. */
final class WebhookSender {
    private static final int ID_BYTES = 18;

    private final OutgoingClient client;
    private final Clock clock;

    WebhookSender(OutgoingClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Never fails. */
    CompletionStage<Attempt> post(WebhookEndpoint endpoint, OutboxEvent event, PendingEvents among) {
        return Failures.stageOf(() -> send(endpoint, event, among))
                .handle((reply, failure) -> failure == null ? outcome(reply) : failed(failure));
    }

    private CompletionStage<OutgoingReply> send(WebhookEndpoint endpoint, OutboxEvent event, PendingEvents among) {
        byte[] body = json(WebhookPayloads.of(event, among));
        Map<String, String> headers = Signature.headers(id(endpoint, event), clock.instant(), body, endpoint.secrets());
        return client.post(endpoint.target(), headers, body, endpoint.timeout());
    }

    /** The same for every attempt to deliver this event to this endpoint. Without full stops, which the signature separates by. */
    static String id(WebhookEndpoint endpoint, OutboxEvent event) {
        String text = endpoint.name() + "\n" + event.type().word() + "\n" + event.identity();
        return "evt_" + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(Sha256.of(text), ID_BYTES));
    }

    private static Attempt outcome(OutgoingReply reply) {
        return reply.isSuccess()
                ? Attempt.DELIVERED
                : new Attempt.Failed(FailureReason.of(reply.status()), "status " + reply.status(), reply.retryAfter());
    }

    private static Attempt failed(Throwable failure) {
        FailureReason reason = FailureReason.of(failure);
        String detail = String.valueOf(Failures.unwrap(failure).getMessage())
                .lines()
                .findFirst()
                .orElse("");
        return new Attempt.Failed(reason, reason.word() + ": " + detail, Optional.empty());
    }

    private static byte[] json(Object body) {
        try {
            return WireJson.mapper().writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
