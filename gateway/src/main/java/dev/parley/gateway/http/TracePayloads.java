package dev.parley.gateway.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.core.chat.Message;
import dev.parley.gateway.trace.NodeTrace;
import dev.parley.gateway.trace.TraceReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Payloads of the trace of a message. */
public final class TracePayloads {
    private TracePayloads() {}

    /** A message without its content. */
    public record TracedMessage(
            String _id,
            String chatId,
            long seq,
            String sender,
            String receiver,
            boolean delivered,
            Optional<Instant> deliveredAt,
            @JsonProperty("isRead") boolean isRead,
            Optional<Instant> readAt,
            Instant createdAt) {

        static TracedMessage of(Message message) {
            return new TracedMessage(
                    message.id().value(),
                    message.chatId().value(),
                    message.seq(),
                    message.sender().value(),
                    message.receiver().value(),
                    message.delivered(),
                    message.deliveredAt(),
                    message.isRead(),
                    message.readAt(),
                    message.createdAt());
        }
    }

    /** @param cause such as {@code not_joined} */
    public record VerdictPayload(String userId, String cause, String text) {
        static VerdictPayload of(TraceReport.Verdict verdict) {
            return new VerdictPayload(verdict.user(), verdict.cause().name().toLowerCase(Locale.ROOT), verdict.text());
        }
    }

    /**
     * What became of a message.
     *
     * @param message absent when MongoDB has none
     * @param lines the whole in words
     * @param silent live nodes that did not answer in time
     */
    public record TraceReply(
            Optional<TracedMessage> message,
            List<VerdictPayload> verdicts,
            List<String> lines,
            List<NodeTrace> nodes,
            List<String> silent) {

        static TraceReply of(TraceReport report) {
            return new TraceReply(
                    report.message().map(TracedMessage::of),
                    report.verdicts().stream().map(VerdictPayload::of).toList(),
                    report.lines(),
                    report.nodes(),
                    report.silent());
        }
    }
}
