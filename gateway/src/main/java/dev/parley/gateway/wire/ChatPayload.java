package dev.parley.gateway.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.core.chat.Chat;
import java.time.Instant;
import java.util.Optional;

/** One chat, as REST shows it. @param unread the caller's unread messages; 0 for a service, which reads none */
public record ChatPayload(
        @JsonProperty("_id") String id,
        String client,
        String provider,
        Optional<String> context,
        String stage,
        String status,
        long lastSeq,
        Optional<MessagePayload> lastMessage,
        long unread,
        Instant createdAt,
        Instant updatedAt) {

    public static ChatPayload of(Chat chat, long unread) {
        return new ChatPayload(
                chat.id().value(),
                chat.client().value(),
                chat.provider().value(),
                chat.context(),
                EnumNames.of(chat.stage()),
                EnumNames.of(chat.status()),
                chat.lastSeq(),
                chat.lastMessage().map(MessagePayload::of),
                unread,
                chat.createdAt(),
                chat.updatedAt());
    }
}
