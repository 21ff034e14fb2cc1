package dev.parley.gateway.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.chat.MessageRules.Accepted;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.rules.MessageHook.Answer;
import dev.parley.core.text.UnicodeText;
import dev.parley.gateway.wire.WebhookPayloads.ChatSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bodies of the requests to the hook, and its answers. */
public final class HookPayloads {
    private static final String TYPE = "message.sending";
    private static final int LONGEST_TEXT = 500;

    private HookPayloads() {}

    /** @param timestamp of the question */
    public record HookQuestion(String type, Instant timestamp, HookData data) {}

    /** @param explains true when the message is not going to be sent, whatever the answer */
    public record HookData(ProposedMessage message, ChatSummary chat, boolean explains) {}

    /** A message that is not stored yet. */
    public record ProposedMessage(
            String chatId,
            String sender,
            String receiver,
            String content,
            String messageType,
            List<MediaPayload> media,
            Optional<Map<String, Object>> data,
            Optional<String> clientMessageId) {}

    public static HookQuestion question(SendMessage command, Accepted accepted, boolean explains, Instant now) {
        ProposedMessage message = new ProposedMessage(
                command.chatId().value(),
                command.sender().value(),
                accepted.chat().otherThan(command.sender()).value(),
                accepted.content(),
                EnumNames.of(command.messageType()),
                command.media().stream().map(MediaPayload::of).toList(),
                Optional.of(accepted.data()).filter(data -> !data.isEmpty()),
                command.clientMessageId());
        return new HookQuestion(TYPE, now, new HookData(message, ChatSummary.of(accepted.chat()), explains));
    }

    /** {@code {action: allow | refuse | replace, message?, content?}}. Throws {@link IllegalArgumentException} for anything else. */
    public static Answer answer(JsonNode body) {
        return switch (body.path("action").asText("")) {
            case "allow" -> Answer.ALLOW;
            case "refuse" -> new Answer.Refuse(refusal(body.path("message")));
            case "replace" -> new Answer.Replace(content(body.path("content")));
            default -> throw new IllegalArgumentException("action must be allow, refuse or replace");
        };
    }

    private static String refusal(JsonNode message) {
        String text = wellFormed(message.asText(""), "message");
        if (text.isEmpty()) {
            return "the message was refused";
        }
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT / 2));
    }

    private static String content(JsonNode content) {
        if (!content.isTextual()) {
            throw new IllegalArgumentException("content must be a string");
        }
        return UnicodeText.trim(wellFormed(content.asText(), "content"));
    }

    private static String wellFormed(String text, String field) {
        try {
            UnicodeText.requireWellFormed(text, field);
            return text;
        } catch (dev.parley.core.error.Rejection broken) {
            throw new IllegalArgumentException(broken.getMessage(), broken);
        }
    }
}
