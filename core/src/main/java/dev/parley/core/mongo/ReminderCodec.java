package dev.parley.core.mongo;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.core.reminder.ReminderLog.Sent;
import dev.parley.core.reminder.UnreadChat;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;

/** The {@code reminders} collection's documents. */
final class ReminderCodec {
    private static final String CHATS = "chats";
    private static final String CREATED = "createdAt";

    private ReminderCodec() {}

    static Document toStored(Object id, Reminder reminder, ReminderChannel channel) {
        return new Document("_id", id)
                .append("key", reminder.key())
                .append("userId", IdCodec.of(reminder.receiver()))
                .append("channel", channel.word())
                .append(
                        CHATS,
                        reminder.chats().stream().map(ReminderCodec::toStored).toList())
                .append(CREATED, DocumentReader.date(reminder.at()));
    }

    private static Document toStored(UnreadChat chat) {
        return new Document("chatId", IdCodec.of(chat.chat().id()))
                .append("unread", chat.unread())
                .append("first", MessageCodec.toEmbedded(chat.first()))
                .append("last", MessageCodec.toEmbedded(chat.last()));
    }

    static Sent sent(Document document) {
        Map<ChatId, Long> upTo = new HashMap<>();
        entries(document).forEach(chat -> upTo.put(chatId(chat), last(chat).seq()));
        return new Sent(createdAt(document), upTo);
    }

    /** Without the chats that were deleted meanwhile. */
    static Reminder fromStored(Document document, Map<String, Document> chats) {
        List<UnreadChat> unread = entries(document)
                .flatMap(entry -> Optional.ofNullable(chats.get(chatId(entry).value()))
                        .flatMap(ChatCodec::fromStored)
                        .map(chat -> unread(entry, chat))
                        .stream())
                .toList();
        return new Reminder(
                new UserId(IdCodec.text(document.get("userId"))),
                unread,
                DocumentReader.text(document, "key").orElse(""),
                createdAt(document));
    }

    /** Of the chats that a stored reminder names. */
    static Stream<Object> chatIds(Document document) {
        return entries(document).map(entry -> entry.get("chatId"));
    }

    private static UnreadChat unread(Document entry, Chat chat) {
        return new UnreadChat(
                chat,
                DocumentReader.number(entry, "unread").orElse(0L),
                MessageCodec.fromStored(entry.get("first", Document.class)),
                last(entry));
    }

    private static Message last(Document entry) {
        return MessageCodec.fromStored(entry.get("last", Document.class));
    }

    private static ChatId chatId(Document entry) {
        return new ChatId(IdCodec.text(entry.get("chatId")));
    }

    private static Instant createdAt(Document document) {
        return DocumentReader.time(document, CREATED).orElse(Instant.EPOCH);
    }

    private static Stream<Document> entries(Document document) {
        return DocumentReader.list(document, CHATS).stream()
                .filter(Document.class::isInstance)
                .map(Document.class::cast);
    }
}
