package dev.parley.core.mongo;

import dev.parley.core.chat.Media;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageType;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;

/** The {@code messages} collection's documents. */
final class MessageDocuments {
    private MessageDocuments() {}

    /**
     * One field for the idempotency key: a sparse unique index on several fields would hold messages without a key too.
     * Ids have no spaces, so no two keys read the same.
     */
    static Optional<String> attempt(Message message) {
        return message.clientMessageId().map(key -> attempt(message.chatId(), message.sender(), key));
    }

    static String attempt(ChatId chat, UserId sender, String clientMessageId) {
        return sender + " " + chat + " " + clientMessageId;
    }

    static Document toStored(Message message) {
        Document document = toEmbedded(message);
        Fields.append(document, "attempt", attempt(message));
        return document;
    }

    /** As a chat holds its last one. */
    static Document toEmbedded(Message message) {
        Document document = new Document("_id", StoredIds.of(message.id()))
                .append("chatId", StoredIds.of(message.chatId()))
                .append("seq", message.seq())
                .append("sender", StoredIds.of(message.sender()))
                .append("receiver", StoredIds.of(message.receiver()))
                .append("content", message.content())
                .append("messageType", Fields.word(message.messageType()))
                .append(
                        "media",
                        message.media().stream().map(MessageDocuments::toStored).toList())
                .append("delivered", message.delivered())
                .append("isRead", message.isRead())
                .append("createdAt", Fields.date(message.createdAt()));
        Fields.append(document, "clientMessageId", message.clientMessageId());
        Fields.append(document, "deliveredAt", message.deliveredAt().map(Fields::date));
        Fields.append(document, "readAt", message.readAt().map(Fields::date));
        if (!message.masked().isEmpty()) {
            document.append("masked", message.masked());
        }
        return document;
    }

    static Message fromStored(Document document) {
        boolean isRead = Fields.flag(document, "isRead");
        return new Message(
                new MessageId(StoredIds.text(document.get("_id"))),
                new ChatId(StoredIds.text(document.get("chatId"))),
                Fields.number(document, "seq").orElse(0L),
                StoredIds.user(document.get("sender")),
                StoredIds.user(document.get("receiver")),
                Fields.text(document, "content").orElse(""),
                Fields.word(document, "messageType", MessageType.values()).orElse(MessageType.TEXT),
                Fields.list(document, "media").stream()
                        .map(MessageDocuments::media)
                        .flatMap(Optional::stream)
                        .toList(),
                Fields.text(document, "clientMessageId"),
                isRead || Fields.flag(document, "delivered"),
                Fields.time(document, "deliveredAt"),
                isRead,
                Fields.time(document, "readAt"),
                Fields.list(document, "masked").stream().map(String::valueOf).toList(),
                createdAt(document));
    }

    /** As the document says, or else as its ObjectId does. */
    static Instant createdAt(Document document) {
        return Fields.time(document, "createdAt")
                .orElseGet(() -> document.get("_id") instanceof ObjectId id
                        ? id.getDate().toInstant()
                        : Instant.EPOCH);
    }

    private static Document toStored(Media media) {
        Document document = new Document("url", media.url());
        Fields.append(document, "type", media.type());
        Fields.append(document, "name", media.name());
        Fields.append(document, "size", media.size());
        return document;
    }

    private static Optional<Media> media(Object stored) {
        if (stored instanceof Document document) {
            return Fields.text(document, "url")
                    .map(url -> new Media(
                            url,
                            Fields.text(document, "type"),
                            Fields.text(document, "name"),
                            Fields.number(document, "size")));
        }
        return stored instanceof String url
                ? Optional.of(new Media(url, Optional.empty(), Optional.empty(), Optional.empty()))
                : Optional.empty();
    }
}
