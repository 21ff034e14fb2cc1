package dev.parley.core.outbox;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.Notification;
import dev.parley.core.reminder.Reminder;
import java.time.Instant;
import java.util.List;

/** An event that is stored and not delivered to one of its receivers yet. */
public sealed interface OutboxEvent {

    EventType type();

    /** The same whenever the event is read, and for no other event of its type. */
    String identity();

    Instant at();

    record MessageCreated(Message message) implements OutboxEvent {

        @Override
        public EventType type() {
            return EventType.MESSAGE_CREATED;
        }

        @Override
        public String identity() {
            return message.id().value();
        }

        @Override
        public Instant at() {
            return message.createdAt();
        }
    }

    /**
     * A reader has read these messages in one step.
     *
     * @param upToSeq the highest number among them
     */
    record MessagesRead(ChatId chatId, UserId reader, long upToSeq, Instant at, List<MessageId> messages)
            implements OutboxEvent {

        public MessagesRead {
            messages = List.copyOf(messages);
        }

        @Override
        public EventType type() {
            return EventType.MESSAGE_READ;
        }

        @Override
        public String identity() {
            return chatId + " " + reader + " " + upToSeq;
        }
    }

    /**
     * A user is offline and has not read these messages.
     *
     * @param id of the stored reminder
     */
    record MessageUnread(String id, Reminder reminder) implements OutboxEvent {

        @Override
        public EventType type() {
            return EventType.MESSAGE_UNREAD;
        }

        @Override
        public String identity() {
            return reminder.key();
        }

        @Override
        public Instant at() {
            return reminder.at();
        }
    }

    record ChatCreated(Chat chat) implements OutboxEvent {

        @Override
        public EventType type() {
            return EventType.CHAT_CREATED;
        }

        @Override
        public String identity() {
            return chat.id().value();
        }

        @Override
        public Instant at() {
            return chat.createdAt();
        }
    }

    /**
     * The stage or the status of a chat has changed; the chat is as it is now.
     *
     * @param version of the newest change
     * @param at of the newest change
     */
    record ChatChanged(Chat chat, String version, Instant at) implements OutboxEvent {

        @Override
        public EventType type() {
            return EventType.CHAT_CHANGED;
        }

        @Override
        public String identity() {
            return chat.id() + " " + version;
        }
    }

    record NotificationCreated(Notification notification) implements OutboxEvent {

        @Override
        public EventType type() {
            return EventType.NOTIFICATION_CREATED;
        }

        @Override
        public String identity() {
            return notification.id().value();
        }

        @Override
        public Instant at() {
            return notification.createdAt();
        }
    }

    /**
     * A user has gone online or offline; the user is as recorded last.
     *
     * @param at when the user was last active
     * @param version grows per user
     */
    record PresenceChanged(UserId userId, boolean isOnline, Instant at, long version) implements OutboxEvent {

        @Override
        public EventType type() {
            return isOnline ? EventType.USER_ONLINE : EventType.USER_OFFLINE;
        }

        @Override
        public String identity() {
            return userId + " " + version;
        }
    }
}
