package dev.parley.core.migration;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.parley.core.chat.ChatTail;
import dev.parley.core.id.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Migrates one chat: its messages are numbered first, and then the chat gets its sides, which is what makes Parley show it. So Parley never
 * shows a part of a history, and writes no message before those of the application have their numbers.
 */
final class ChatMigration {
    private final MongoCollection<Document> chats;
    private final MongoCollection<Document> messages;
    private final MessageNumbering numbering;

    ChatMigration(MongoDatabase database) {
        this.chats = database.getCollection("chats");
        this.messages = database.getCollection("messages");
        this.numbering = new MessageNumbering(database);
    }

    /** Returns how many messages were numbered. */
    long migrate(Document chat, Sides sides) {
        Object chatId = StoredIds.stored(chat.get("_id")).orElseThrow();
        boolean isVisible = ChatSides.areIn(chat);
        long numbered = numbering.number(chatId, sides, isVisible);
        if (isVisible && numbered > 0) {
            chats.updateOne(
                    eq("_id", chat.get("_id")),
                    max("lastSeq", numbering.tail(chatId).seq()));
            followed(chat, chatId);
        } else if (!isVisible) {
            show(chat, chatId, sides);
        }
        return numbered;
    }

    private void show(Document chat, Object chatId, Sides sides) {
        ChatTail tail = numbering.tail(chatId);
        List<Bson> fields = new ArrayList<>();
        fields.add(set("client", StoredIds.stored(sides.client().value()).orElseThrow()));
        fields.add(set("provider", StoredIds.stored(sides.provider().value()).orElseThrow()));
        fields.add(set("lastSeq", tail.seq()));
        if (tail.isCounted()) {
            fields.add(set("readSeq.client", read(chatId, sides.client(), tail)));
            fields.add(set("readSeq.provider", read(chatId, sides.provider(), tail)));
        }
        chats.updateOne(and(eq("_id", chat.get("_id")), DatabaseCheck.WITHOUT_SIDES), combine(fields));
        followed(chat, chatId);
    }

    /** The last message, unless the application keeps something of its own in that field. */
    private void followed(Document chat, Object chatId) {
        Object last = chat.get("lastMessage");
        Optional<Document> newest = numbering.newest(chatId);
        if (newest.isEmpty() || !(last == null || last instanceof Document)) {
            return;
        }
        Document embedded = new Document(newest.get());
        embedded.remove("chatSeq");
        embedded.remove("attempt");
        chats.updateOne(
                and(eq("_id", chat.get("_id")), not(gte("lastMessage.seq", embedded.get("seq")))),
                set("lastMessage", embedded));
    }

    private long read(Object chatId, UserId reader, ChatTail tail) {
        long unread = messages.countDocuments(and(
                eq("chatId", chatId),
                in("receiver", StoredIds.forms(reader)),
                in("isRead", Arrays.asList(false, null)),
                gte("seq", 1)));
        return Math.max(0, tail.sentTo(reader) - unread);
    }
}
