package dev.parley.gateway.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.core.chat.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One message, to be sorted by {@code seq}.
 *
 * @param data of a custom or system message
 * @param masked kinds of contact details that were masked in the content and the data
 */
public record MessagePayload(
        @JsonProperty("_id") String id,
        String chatId,
        long seq,
        String sender,
        String receiver,
        String content,
        String messageType,
        List<MediaPayload> media,
        Optional<Map<String, Object>> data,
        Optional<String> clientMessageId,
        boolean delivered,
        Optional<Instant> deliveredAt,
        @JsonProperty("isRead") boolean isRead,
        Optional<Instant> readAt,
        Optional<List<String>> masked,
        Instant createdAt) {

    public static MessagePayload of(Message message) {
        return new MessagePayload(
                message.id().value(),
                message.chatId().value(),
                message.seq(),
                message.sender().value(),
                message.receiver().value(),
                message.content(),
                EnumNames.of(message.messageType()),
                message.media().stream().map(MediaPayload::of).toList(),
                Optional.of(message.data()).filter(data -> !data.isEmpty()),
                message.clientMessageId(),
                message.delivered(),
                message.deliveredAt(),
                message.isRead(),
                message.readAt(),
                Optional.of(message.masked()).filter(kinds -> !kinds.isEmpty()),
                message.createdAt());
    }
}
