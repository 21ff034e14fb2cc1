package dev.parley.core.mongo;

import dev.parley.core.chat.Chat;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Optional;
import org.bson.Document;

/** The {@code chats} collection's documents. */
final class ChatCodec {
    private ChatCodec() {}

    /** One field for the three that name a chat, so that its unique index can leave out chats that others made. */
    static String openKey(Chat chat) {
        return chat.client() + " " + chat.provider()
                + chat.context().map(" "::concat).orElse("");
    }

    static Document toStored(Chat chat) {
        Document document = new Document("_id", IdCodec.of(chat.id()))
                .append("client", IdCodec.of(chat.client()))
                .append("provider", IdCodec.of(chat.provider()))
                .append("openKey", openKey(chat))
                .append("stage", DocumentReader.word(chat.stage()))
                .append("status", DocumentReader.word(chat.status()))
                .append("lastSeq", chat.lastSeq())
                .append("createdAt", DocumentReader.date(chat.createdAt()))
                .append("updatedAt", DocumentReader.date(chat.updatedAt()));
        document.putAll(ReadPositions.ofNewChat());
        DocumentReader.append(document, "context", chat.context());
        return document;
    }

    /** Empty for a document without a client or a provider. */
    static Optional<Chat> fromStored(Document document) {
        return IdCodec.user(document.get("client")).flatMap(client -> IdCodec.user(document.get("provider"))
                .map(provider -> fromStored(document, client, provider)));
    }

    private static Chat fromStored(Document document, UserId client, UserId provider) {
        Instant createdAt = MessageCodec.createdAt(document);
        return new Chat(
                new ChatId(IdCodec.text(document.get("_id"))),
                client,
                provider,
                DocumentReader.text(document, "context"),
                DocumentReader.word(document, "stage", Chat.Stage.values()).orElse(Chat.Stage.INQUIRY),
                DocumentReader.word(document, "status", Chat.Status.values()).orElse(Chat.Status.OPEN),
                DocumentReader.number(document, "lastSeq").orElse(0L),
                document.get("lastMessage") instanceof Document last
                        ? Optional.of(MessageCodec.fromStored(last))
                        : Optional.empty(),
                createdAt,
                updatedAt(document));
    }

    /** The field of the document, or else the time of its creation. */
    static Instant updatedAt(Document document) {
        return DocumentReader.time(document, "updatedAt").orElseGet(() -> MessageCodec.createdAt(document));
    }
}
