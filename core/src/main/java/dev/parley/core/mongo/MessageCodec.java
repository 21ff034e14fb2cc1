package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Projections.include;

import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.Media;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageCounts;
import dev.parley.core.chat.MessageType;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** The {@code messages} collection's documents. */
final class MessageCodec {
    private static final String TO_RECEIVER = "receiverSeq";
    private static final String IN_A_ROW = "inARow";
    private static final String SYSTEM = "systemSeq";
    /** Stands for the sender in the key of a system message, so that no participant takes it first. No id is empty. */
    private static final String NO_SENDER = "";

    /** The system messages of a chat that are numbered by Parley. */
    static final Bson IS_SYSTEM = and(eq("messageType", "system"), exists(SYSTEM));
    /** The fields of {@link #tail}. */
    static final Bson TAIL = include("seq", "sender", "receiver", TO_RECEIVER, IN_A_ROW, SYSTEM, "createdAt");

    private MessageCodec() {}

    /**
     * One field for the idempotency key: a sparse unique index on several fields would hold messages without a key too.
     * Ids have no spaces, so no two keys read the same.
     */
    static Optional<String> attempt(Message message) {
        return message.clientMessageId()
                .map(key -> attempt(message.messageType(), message.sender(), message.chatId(), key));
    }

    static Optional<String> attempt(SendMessage command) {
        return command.clientMessageId()
                .map(key -> attempt(command.messageType(), command.sender(), command.chatId(), key));
    }

    private static String attempt(MessageType type, UserId sender, ChatId chat, String clientMessageId) {
        return (type == MessageType.SYSTEM ? NO_SENDER : sender.value()) + " " + chat + " " + clientMessageId;
    }

    /**
     * With one field for the message's place in its chat: a unique index of two fields would hold the documents of other
     * applications that have only one of them.
     */
    static Document toStored(Message message) {
        Document document = toEmbedded(message);
        document.append("chatSeq", message.chatId() + " " + message.seq());
        DocumentReader.append(document, "attempt", attempt(message));
        return document;
    }

    /** As a chat holds its last one. */
    static Document toEmbedded(Message message) {
        Document document = new Document("_id", IdCodec.of(message.id()))
                .append("chatId", IdCodec.of(message.chatId()))
                .append("seq", message.seq())
                .append("sender", IdCodec.of(message.sender()))
                .append("receiver", IdCodec.of(message.receiver()))
                .append("content", message.content())
                .append("messageType", DocumentReader.word(message.messageType()))
                .append(
                        "media",
                        message.media().stream().map(MessageCodec::toStored).toList())
                .append("delivered", message.delivered())
                .append("isRead", message.isRead())
                .append("createdAt", DocumentReader.date(message.createdAt()));
        if (message.counts().isKnown()) {
            document.append(TO_RECEIVER, message.counts().toReceiver())
                    .append(IN_A_ROW, message.counts().inARow());
        }
        if (message.counts().system() > 0) {
            document.append(SYSTEM, message.counts().system());
        }
        if (!message.data().isEmpty()) {
            document.append("data", JsonValues.toStored(message.data()));
        }
        DocumentReader.append(document, "clientMessageId", message.clientMessageId());
        DocumentReader.append(document, "deliveredAt", message.deliveredAt().map(DocumentReader::date));
        DocumentReader.append(document, "readAt", message.readAt().map(DocumentReader::date));
        if (!message.masked().isEmpty()) {
            document.append("masked", message.masked());
        }
        return document;
    }

    static Message fromStored(Document document) {
        boolean isRead = DocumentReader.flag(document, "isRead");
        MessageType type = DocumentReader.word(document, "messageType", MessageType.values())
                .orElse(MessageType.TEXT);
        return new Message(
                new MessageId(IdCodec.text(document.get("_id"))),
                new ChatId(IdCodec.text(document.get("chatId"))),
                DocumentReader.number(document, "seq").orElse(0L),
                counts(document),
                IdCodec.userOrUnknown(document.get("sender")),
                IdCodec.userOrUnknown(document.get("receiver")),
                DocumentReader.text(document, "content").orElse(""),
                type,
                DocumentReader.list(document, "media").stream()
                        .map(MessageCodec::media)
                        .flatMap(Optional::stream)
                        .toList(),
                type.hasData() && document.get("data") instanceof Document data
                        ? JsonValues.fromStored(data)
                        : Map.of(),
                DocumentReader.text(document, "clientMessageId"),
                isRead || DocumentReader.flag(document, "delivered"),
                deliveredAt(document),
                isRead,
                DocumentReader.time(document, "readAt"),
                DocumentReader.list(document, "masked").stream()
                        .map(String::valueOf)
                        .toList(),
                createdAt(document));
    }

    /** The time of reading, for a message that was read before it was delivered. */
    private static Optional<Instant> deliveredAt(Document document) {
        return DocumentReader.time(document, "deliveredAt").or(() -> DocumentReader.time(document, "readAt"));
    }

    /** Of a document with at least the fields of {@link #TAIL}. */
    static ChatTail tail(Document document) {
        return new ChatTail(
                DocumentReader.number(document, "seq").orElse(0L),
                IdCodec.userOrUnknown(document.get("sender")),
                IdCodec.userOrUnknown(document.get("receiver")),
                counts(document),
                createdAt(document));
    }

    private static MessageCounts counts(Document document) {
        return new MessageCounts(
                DocumentReader.number(document, TO_RECEIVER).orElse(0L),
                DocumentReader.number(document, IN_A_ROW).orElse(0L),
                DocumentReader.number(document, SYSTEM).orElse(0L));
    }

    /** The field of the document, or else the time in its ObjectId. */
    static Instant createdAt(Document document) {
        return DocumentReader.time(document, "createdAt")
                .orElseGet(() -> document.get("_id") instanceof ObjectId id
                        ? id.getDate().toInstant()
                        : Instant.EPOCH);
    }

    private static Document toStored(Media media) {
        Document document = new Document("url", media.url());
        DocumentReader.append(document, "type", media.type());
        DocumentReader.append(document, "name", media.name());
        DocumentReader.append(document, "size", media.size());
        return document;
    }

    private static Optional<Media> media(Object stored) {
        if (stored instanceof Document document) {
            return DocumentReader.text(document, "url")
                    .map(url -> new Media(
                            url,
                            DocumentReader.text(document, "type"),
                            DocumentReader.text(document, "name"),
                            DocumentReader.number(document, "size")));
        }
        return stored instanceof String url
                ? Optional.of(new Media(url, Optional.empty(), Optional.empty(), Optional.empty()))
                : Optional.empty();
    }
}
