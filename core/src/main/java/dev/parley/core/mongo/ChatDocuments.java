package dev.parley.core.mongo;

import dev.parley.core.chat.Chat;
import dev.parley.core.id.ChatId;
import java.time.Instant;
import java.util.Optional;
import org.bson.Document;

/** The {@code chats} collection's documents. */
final class ChatDocuments {
    private ChatDocuments() {}

    /** One field for the three that name a chat, so that its unique index can leave out chats that others made. */
    static String openKey(Chat chat) {
        return chat.client() + " " + chat.provider()
                + chat.context().map(" "::concat).orElse("");
    }

    static Document toStored(Chat chat) {
        Document document = new Document("_id", StoredIds.of(chat.id()))
                .append("client", StoredIds.of(chat.client()))
                .append("provider", StoredIds.of(chat.provider()))
                .append("openKey", openKey(chat))
                .append("stage", Fields.word(chat.stage()))
                .append("status", Fields.word(chat.status()))
                .append("lastSeq", chat.lastSeq())
                .append("createdAt", Fields.date(chat.createdAt()))
                .append("updatedAt", Fields.date(chat.updatedAt()));
        Fields.append(document, "context", chat.context());
        return document;
    }

    static Chat fromStored(Document document) {
        Instant createdAt = MessageDocuments.createdAt(document);
        return new Chat(
                new ChatId(StoredIds.text(document.get("_id"))),
                StoredIds.user(document.get("client")),
                StoredIds.user(document.get("provider")),
                Fields.text(document, "context"),
                Fields.word(document, "stage", Chat.Stage.values()).orElse(Chat.Stage.INQUIRY),
                Fields.word(document, "status", Chat.Status.values()).orElse(Chat.Status.OPEN),
                Fields.number(document, "lastSeq").orElse(0L),
                document.get("lastMessage") instanceof Document last
                        ? Optional.of(MessageDocuments.fromStored(last))
                        : Optional.empty(),
                createdAt,
                Fields.time(document, "updatedAt").orElse(createdAt));
    }
}
