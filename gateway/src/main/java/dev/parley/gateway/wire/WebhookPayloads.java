package dev.parley.gateway.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.core.chat.Chat;
import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.OutboxEvent;
import dev.parley.core.outbox.PendingEvents;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.UnreadChat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The bodies of webhooks: {@code {type, timestamp, data}}. */
public final class WebhookPayloads {
    private WebhookPayloads() {}

    /** @param timestamp of the event, not of the attempt to deliver it */
    public record WebhookBody(String type, Instant timestamp, Object data) {}

    /** A chat without its messages. */
    public record ChatSummary(
            @JsonProperty("_id") String id,
            String client,
            String provider,
            Optional<String> context,
            String stage,
            String status,
            Instant createdAt) {

        public static ChatSummary of(Chat chat) {
            return new ChatSummary(
                    chat.id().value(),
                    chat.client().value(),
                    chat.provider().value(),
                    chat.context(),
                    EnumNames.of(chat.stage()),
                    EnumNames.of(chat.status()),
                    chat.createdAt());
        }
    }

    /** @param chat missing when it was deleted meanwhile */
    public record MessageCreatedData(MessagePayload message, Optional<ChatSummary> chat) {}

    /** @param upToSeq the highest number among the messages that were read @param userId who has read them */
    public record MessageReadData(
            String chatId, String userId, long upToSeq, long readCount, Instant readAt, Optional<ChatSummary> chat) {}

    /** @param unread all unread messages of these chats @param chats the one with the newest message last */
    public record MessageUnreadData(String userId, long unread, List<UnreadChatData> chats) {

        static MessageUnreadData of(Reminder reminder) {
            return new MessageUnreadData(
                    reminder.receiver().value(),
                    reminder.unread(),
                    reminder.chats().stream().map(UnreadChatData::of).toList());
        }
    }

    /** @param unread all unread messages of the chat @param first the oldest that no earlier reminder was about @param last the newest */
    public record UnreadChatData(ChatSummary chat, long unread, MessagePayload first, MessagePayload last) {

        static UnreadChatData of(UnreadChat unread) {
            return new UnreadChatData(
                    ChatSummary.of(unread.chat()),
                    unread.unread(),
                    MessagePayload.of(unread.first()),
                    MessagePayload.of(unread.last()));
        }
    }

    /** The chat as it is when the webhook is sent. */
    public record ChatData(ChatSummary chat) {}

    public record NotificationData(NotificationPayload notification) {}

    /** The newest change of the user. @param version grows per user */
    public record PresenceData(
            String userId, @JsonProperty("isOnline") boolean isOnline, Instant lastActive, long version) {}

    /** The record that is the {@code data} of this event. */
    public static Class<?> dataOf(EventType type) {
        return switch (type) {
            case MESSAGE_CREATED -> MessageCreatedData.class;
            case MESSAGE_READ -> MessageReadData.class;
            case MESSAGE_UNREAD -> MessageUnreadData.class;
            case CHAT_CREATED, CHAT_CHANGED -> ChatData.class;
            case NOTIFICATION_CREATED -> NotificationData.class;
            case USER_ONLINE, USER_OFFLINE -> PresenceData.class;
        };
    }

    public static WebhookBody of(OutboxEvent event, PendingEvents among) {
        return new WebhookBody(
                event.type().word(), event.at(), data(event, among.chat().map(ChatSummary::of)));
    }

    private static Object data(OutboxEvent event, Optional<ChatSummary> chat) {
        if (event instanceof OutboxEvent.MessageCreated created) {
            return new MessageCreatedData(MessagePayload.of(created.message()), chat);
        }
        if (event instanceof OutboxEvent.MessagesRead read) {
            return new MessageReadData(
                    read.chatId().value(),
                    read.reader().value(),
                    read.upToSeq(),
                    read.messages().size(),
                    read.at(),
                    chat);
        }
        if (event instanceof OutboxEvent.ChatCreated created) {
            return new ChatData(ChatSummary.of(created.chat()));
        }
        if (event instanceof OutboxEvent.ChatChanged changed) {
            return new ChatData(ChatSummary.of(changed.chat()));
        }
        if (event instanceof OutboxEvent.NotificationCreated created) {
            return new NotificationData(NotificationPayload.of(created.notification()));
        }
        if (event instanceof OutboxEvent.MessageUnread unread) {
            return MessageUnreadData.of(unread.reminder());
        }
        OutboxEvent.PresenceChanged presence = (OutboxEvent.PresenceChanged) event;
        return new PresenceData(presence.userId().value(), presence.isOnline(), presence.at(), presence.version());
    }
}
