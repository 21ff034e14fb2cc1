package dev.parley.core.mongo;

import dev.parley.core.chat.Message;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.OutboxEvent;
import dev.parley.core.outbox.PendingEvents;
import dev.parley.core.outbox.Shards;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Turns marked documents into the events of one endpoint. Pure. */
final class OutboxReader {
    private final String endpoint;

    OutboxReader(String endpoint) {
        this.endpoint = endpoint;
    }

    /** @param chats by id; a chat whose creation is pending itself comes before its messages */
    List<PendingEvents> ofMessages(List<Document> messages, Map<String, Document> chats) {
        List<PendingEvents> all = new ArrayList<>();
        grouped(messages, "chatId").forEach((chatId, documents) -> {
            Optional<Document> chat = Optional.ofNullable(chats.get(chatId));
            List<OutboxEvent> events = new ArrayList<>();
            chat.ifPresent(document -> created(document).ifPresent(events::add));
            events.addAll(messageEvents(documents));
            all.add(new PendingEvents(chatId, chat.flatMap(ChatCodec::fromStored), events));
        });
        return all;
    }

    List<PendingEvents> ofChats(List<Document> chats) {
        return chats.stream()
                .map(document -> new PendingEvents(
                        idOf(document, "_id"),
                        ChatCodec.fromStored(document),
                        Stream.concat(created(document).stream(), changed(document).stream())
                                .toList()))
                .toList();
    }

    List<PendingEvents> ofNotifications(List<Document> notifications) {
        List<PendingEvents> all = new ArrayList<>();
        grouped(notifications, "userId")
                .forEach((user, documents) -> all.add(new PendingEvents(
                        user,
                        Optional.empty(),
                        documents.stream()
                                .map(NotificationCodec::fromStored)
                                .<OutboxEvent>map(OutboxEvent.NotificationCreated::new)
                                .toList())));
        return all;
    }

    /** @param chats by id */
    List<PendingEvents> ofReminders(List<Document> reminders, Map<String, Document> chats) {
        List<PendingEvents> all = new ArrayList<>();
        grouped(reminders, "userId")
                .forEach((user, documents) -> all.add(new PendingEvents(
                        user,
                        Optional.empty(),
                        documents.stream()
                                .<OutboxEvent>map(document -> new OutboxEvent.MessageUnread(
                                        idOf(document, "_id"), ReminderCodec.fromStored(document, chats)))
                                .toList())));
        return all;
    }

    List<PendingEvents> ofUsers(List<Document> users) {
        return users.stream()
                .map(document ->
                        new PendingEvents(idOf(document, "_id"), Optional.empty(), List.of(presence(document))))
                .toList();
    }

    /** What one step has read follows the last of its messages. */
    private List<OutboxEvent> messageEvents(List<Document> documents) {
        Map<String, List<Message>> read = new HashMap<>();
        for (Document document : documents) {
            if (isPending(document, "chatId", EventType.MESSAGE_READ)) {
                Message message = MessageCodec.fromStored(document);
                read.computeIfAbsent(step(message), step -> new ArrayList<>()).add(message);
            }
        }
        List<OutboxEvent> events = new ArrayList<>();
        for (Document document : documents) {
            Message message = MessageCodec.fromStored(document);
            if (isPending(document, "chatId", EventType.MESSAGE_CREATED)) {
                events.add(new OutboxEvent.MessageCreated(message));
            }
            List<Message> together = read.get(step(message));
            if (together != null && together.get(together.size() - 1).id().equals(message.id())) {
                events.add(readEvent(together));
            }
        }
        return events;
    }

    private static String step(Message message) {
        return message.receiver() + " " + message.readAt().orElse(Instant.EPOCH);
    }

    private static OutboxEvent readEvent(List<Message> together) {
        Message last = together.get(together.size() - 1);
        List<MessageId> ids = together.stream().map(Message::id).toList();
        return new OutboxEvent.MessagesRead(
                last.chatId(), last.receiver(), last.seq(), last.readAt().orElse(last.createdAt()), ids);
    }

    private Optional<OutboxEvent> created(Document chat) {
        return isPending(chat, "_id", EventType.CHAT_CREATED)
                ? ChatCodec.fromStored(chat).map(OutboxEvent.ChatCreated::new)
                : Optional.empty();
    }

    private Optional<OutboxEvent> changed(Document chat) {
        return isPending(chat, "_id", EventType.CHAT_CHANGED) && chat.get(OutboxMarks.CHANGE) instanceof ObjectId change
                ? ChatCodec.fromStored(chat)
                        .map(changed -> new OutboxEvent.ChatChanged(
                                changed, change.toHexString(), change.getDate().toInstant()))
                : Optional.empty();
    }

    private static OutboxEvent presence(Document user) {
        return new OutboxEvent.PresenceChanged(
                new UserId(idOf(user, "_id")),
                DocumentReader.flag(user, "isOnline"),
                DocumentReader.time(user, "lastActive").orElse(Instant.EPOCH),
                DocumentReader.number(user, "presenceVersion").orElse(0L));
    }

    private boolean isPending(Document document, String key, EventType type) {
        return DocumentReader.list(document, OutboxMarks.FIELD)
                .contains(OutboxMarks.mark(endpoint, type, Shards.of(idOf(document, key))));
    }

    private static Map<String, List<Document>> grouped(List<Document> documents, String field) {
        Map<String, List<Document>> groups = new LinkedHashMap<>();
        documents.forEach(document -> groups.computeIfAbsent(idOf(document, field), id -> new ArrayList<>())
                .add(document));
        return groups;
    }

    static String idOf(Document document, String field) {
        return IdCodec.text(document.get(field));
    }
}
