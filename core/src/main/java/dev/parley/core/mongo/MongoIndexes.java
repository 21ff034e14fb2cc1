package dev.parley.core.mongo;

import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.compoundIndex;
import static com.mongodb.client.model.Indexes.descending;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Every index, with the query that needs it. Unique indexes and the one that deletes are on fields of Parley's own and sparse, so
 * that documents which another application keeps in the same collections are neither refused nor deleted.
 */
final class MongoIndexes {
    /** The names of the unique index of a message's number: today's, and that of earlier versions. */
    static final List<String> MESSAGE_NUMBER = List.of("chatSeq_1", "chatId_1_seq_1");

    static final Map<String, List<IndexModel>> BY_COLLECTION = new TreeMap<>(
            Map.of("messages", messages(), "chats", chats(), "users", users(), "notifications", notifications()));

    private MongoIndexes() {}

    private static List<IndexModel> messages() {
        return List.of(
                // takes a message's number: see MessageCodec.toStored
                sparseUnique("chatSeq"),
                // one message per (sender, chatId, clientMessageId): see MessageCodec.attempt
                sparseUnique("attempt"),
                // history after and before a number; the last number. An application may have a unique one of the usual
                // name
                new IndexModel(ascending("chatId", "seq"), new IndexOptions().name("parley_chatId_1_seq_1")),
                // unread counts and receipts; `delivered` is filtered in the index
                new IndexModel(ascending("chatId", "receiver", "isRead", "seq", "delivered")));
    }

    private static List<IndexModel> chats() {
        return List.of(
                // one chat per (client, provider, context): see ChatCodec.openKey
                sparseUnique("openKey"),
                // a person's chats, on either side, newest first
                new IndexModel(compoundIndex(ascending("client"), descending("updatedAt", "_id"))),
                new IndexModel(compoundIndex(ascending("provider"), descending("updatedAt", "_id"))),
                // conversations that a person began lately
                new IndexModel(ascending("startedBy", "startedAt"), new IndexOptions().sparse(true)),
                // changes whose messages are not stored yet
                new IndexModel(ascending(ChatChanger.NOTE_ID), new IndexOptions().sparse(true)));
    }

    private static List<IndexModel> users() {
        return List.of(
                // who has blocked someone
                new IndexModel(ascending("blocked")),
                // who is recorded as online, in order
                new IndexModel(ascending("isOnline", "_id")));
    }

    private static List<IndexModel> notifications() {
        return List.of(
                // one notification per user and key of a request: see MongoNotificationRepository
                sparseUnique("parleyAttempt"),
                // a person's notifications, newest first
                new IndexModel(compoundIndex(ascending("userId"), descending("_id"))),
                // the unread ones, and their number
                new IndexModel(compoundIndex(ascending("userId", "isRead"), descending("_id"))),
                // the undelivered ones, oldest first
                new IndexModel(ascending("userId", "delivered", "_id")),
                // MongoDB deletes what has expired; other applications may have an `expiresAt` of their own
                new IndexModel(
                        ascending("parleyExpiresAt"),
                        new IndexOptions().sparse(true).expireAfter(0L, TimeUnit.SECONDS)));
    }

    private static IndexModel sparseUnique(String field) {
        return new IndexModel(ascending(field), new IndexOptions().unique(true).sparse(true));
    }
}
