package dev.parley.gateway.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.MessageRules.Allowance;
import dev.parley.core.chat.MessageType;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Client events, replies and server events about chats. */
public final class ChatPayloads {
    /** The most messages in one reply. */
    public static final int MAX_LIMIT = 100;

    /** More attachments than any rule allows; payloads with more are not decoded. */
    private static final int MAX_MEDIA = 100;

    private ChatPayloads() {}

    public record ChatIdPayload(ChatId chatId) {
        static ChatIdPayload read(PayloadFields fields) {
            return new ChatIdPayload(fields.chatId("chatId"));
        }
    }

    /** @param limit more than {@value #MAX_LIMIT} means {@value #MAX_LIMIT} */
    public record JoinChatPayload(ChatId chatId, OptionalLong afterSeq, OptionalInt limit) {
        static JoinChatPayload read(PayloadFields fields) {
            return new JoinChatPayload(
                    fields.chatId("chatId"),
                    fields.optionalCount("afterSeq"),
                    fields.optionalLimit("limit", MAX_LIMIT));
        }
    }

    /** @param messages those after {@code afterSeq}, ascending */
    public record JoinChatReply(
            String chatId, long lastSeq, long unread, List<MessagePayload> messages, boolean hasMore) {}

    public record LeaveChatReply(String chatId) {}

    /**
     * @param data for messages of type custom or system
     * @param clientMessageId the same on every retry of one message
     */
    public record SendMessagePayload(
            ChatId chatId,
            String content,
            Optional<String> messageType,
            Optional<List<MediaPayload>> media,
            Optional<Map<String, Object>> data,
            Optional<String> clientMessageId) {

        static SendMessagePayload read(PayloadFields fields) {
            return new SendMessagePayload(
                    fields.chatId("chatId"),
                    fields.content("content"),
                    fields.optionalText("messageType"),
                    Optional.of(fields.list("media", MAX_MEDIA, MediaPayload::read)),
                    Optional.of(fields.messageData("data")),
                    fields.optionalKey("clientMessageId"));
        }

        public SendMessage from(UserId sender) {
            return from(sender, false);
        }

        /** @param byService whether a back-end service posts it and not a participant's client */
        public SendMessage from(UserId sender, boolean byService) {
            return new SendMessage(
                    chatId,
                    sender,
                    content,
                    messageType
                            .map(word -> EnumNames.parse(MessageType.class, word, "messageType"))
                            .orElse(MessageType.TEXT),
                    media.orElse(List.of()).stream().map(MediaPayload::toMedia).toList(),
                    data.orElse(Map.of()),
                    clientMessageId,
                    byService);
        }
    }

    /** @param duplicate true when an earlier attempt had already stored it */
    public record SendMessageReply(MessagePayload message, Optional<Boolean> duplicate) {
        public static SendMessageReply of(Appended appended) {
            return new SendMessageReply(
                    MessagePayload.of(appended.message()), appended.isNew() ? Optional.empty() : Optional.of(true));
        }
    }

    /**
     * @param chatId the chat; {@code roomId} is its older name
     * @param userId the caller's or absent
     */
    public record TypingPayload(ChatId chatId, Optional<ChatId> roomId, Optional<UserId> userId) {
        static TypingPayload read(PayloadFields fields) {
            Optional<ChatId> roomId = fields.optionalChatId("roomId");
            Optional<ChatId> chatId = fields.optionalChatId("chatId");
            if (chatId.isPresent() && roomId.isPresent() && !chatId.equals(roomId)) {
                throw PayloadFields.refusal("roomId", "names another chat than chatId");
            }
            return new TypingPayload(
                    chatId.or(() -> roomId).orElseThrow(() -> PayloadFields.refusal("chatId", "is missing")),
                    roomId,
                    fields.optionalUserId("userId"));
        }
    }

    public record MarkMessagesReadPayload(ChatId chatId, OptionalLong upToSeq) {
        static MarkMessagesReadPayload read(PayloadFields fields) {
            return new MarkMessagesReadPayload(fields.chatId("chatId"), fields.optionalCount("upToSeq"));
        }
    }

    public record MarkMessagesReadReply(String chatId, long readCount, long upToSeq) {}

    /** @param rule the message rule that refuses now */
    public record SendAllowanceReply(
            boolean canSend, Optional<String> rule, Optional<Long> remaining, Optional<Long> retryAfterMs) {
        public static SendAllowanceReply of(Allowance allowance) {
            return new SendAllowanceReply(
                    allowance.canSend(),
                    allowance.rule(),
                    allowance.remaining(),
                    allowance.retryAfter().map(Duration::toMillis));
        }
    }

    /** Goes to all devices of the receiver, also to those that have not joined the chat. */
    public record MessageNotificationPayload(String chatId, String sender, MessagePayload message, long unreadCount) {}

    /** The messages to {@code userId} up to {@code upToSeq} reached one of the user's devices. */
    public record MessagesDeliveredPayload(String chatId, String userId, long upToSeq, Instant deliveredAt) {}

    public record MessagesReadPayload(String chatId, String userId, long upToSeq, long readCount, Instant readAt) {}

    public record UserTypingPayload(
            String chatId,
            String userId,
            @JsonProperty("isTyping") boolean isTyping) {}
}
