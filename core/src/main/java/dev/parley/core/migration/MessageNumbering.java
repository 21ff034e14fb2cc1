package dev.parley.core.migration;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOneModel;
import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.MessageCounts;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Numbers the messages of a chat that have no number yet, in the order of their creation, behind those that have one. A number is taken as
 * Parley takes it, by the unique {@code chatSeq}, so both may number at the same time.
 */
final class MessageNumbering {
    /** In a chat that Parley does not show yet, and so does not write to. */
    private static final int BATCH = 500;
    /** Deliberate: one at a time where Parley writes too, so that a message that is deleted meanwhile leaves no hole. */
    private static final int SHARED_BATCH = 1;

    private static final Bson WITHOUT_NUMBER =
            combine(unset("seq"), unset("chatSeq"), unset("receiverSeq"), unset("inARow"), unset("systemSeq"));

    private final MongoCollection<Document> messages;

    MessageNumbering(MongoDatabase database) {
        this.messages = database.getCollection("messages").withReadPreference(ReadPreference.primary());
    }

    /** @param isVisible whether Parley shows the chat */
    long number(Object chatId, Sides sides, boolean isVisible) {
        Bson unnumbered = and(eq("chatId", chatId), DatabaseCheck.UNNUMBERED, in("sender", sides.forms()));
        long numbered = 0;
        while (true) {
            List<Document> next = messages.find(unnumbered)
                    .sort(ascending("createdAt", "_id"))
                    .limit(isVisible ? SHARED_BATCH : BATCH)
                    .into(new ArrayList<>());
            if (next.isEmpty()) {
                return numbered;
            }
            numbered += write(chatId, sides, isVisible, next);
        }
    }

    /** The newest message with a number. */
    ChatTail tail(Object chatId) {
        return newest(chatId).flatMap(MessageNumbering::tail).orElse(ChatTail.EMPTY);
    }

    Optional<Document> newest(Object chatId) {
        return Optional.ofNullable(messages.find(and(eq("chatId", chatId), gte("seq", 1)))
                .sort(descending("seq"))
                .first());
    }

    /** Returns how many got a number; fewer than there are when somebody else was faster. */
    private long write(Object chatId, Sides sides, boolean isVisible, List<Document> next) {
        ChatTail tail = tail(chatId);
        long before = tail.seq();
        List<UpdateOneModel<Document>> updates = new ArrayList<>();
        for (Document message : next) {
            UserId sender = StoredIds.user(message.get("sender")).orElseThrow();
            UserId receiver = sides.otherThan(sender);
            tail = new ChatTail(tail.seq() + 1, sender, receiver, following(tail, sender, receiver), tail.createdAt());
            updates.add(new UpdateOneModel<>(
                    and(eq("_id", message.get("_id")), DatabaseCheck.UNNUMBERED),
                    MessageFields.of(message, chatId, tail, !isVisible)));
        }
        try {
            long done = messages.bulkWrite(updates).getMatchedCount();
            if (done < next.size() && !isVisible) {
                closeHole(chatId, before);
            }
            return done;
        } catch (MongoBulkWriteException taken) {
            boolean isTaken = taken.getWriteErrors().stream()
                    .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
            if (!isTaken || taken.getWriteConcernError() != null) {
                throw taken;
            }
            return taken.getWriteResult().getMatchedCount();
        }
    }

    private static MessageCounts following(ChatTail tail, UserId sender, UserId receiver) {
        return tail.isCounted() ? tail.following(sender, receiver) : MessageCounts.UNKNOWN;
    }

    /** A message was deleted between reading and writing: those behind its number give theirs back and are numbered again. */
    private void closeHole(Object chatId, long from) {
        long expected = from;
        for (Document message :
                messages.find(and(eq("chatId", chatId), gt("seq", from))).sort(ascending("seq"))) {
            if (((Number) message.get("seq")).longValue() != ++expected) {
                messages.updateMany(and(eq("chatId", chatId), gt("seq", expected)), WITHOUT_NUMBER);
                return;
            }
        }
    }

    private static Optional<ChatTail> tail(Document message) {
        return StoredIds.user(message.get("sender")).flatMap(sender -> StoredIds.user(message.get("receiver"))
                .map(receiver -> new ChatTail(
                        number(message, "seq"),
                        sender,
                        receiver,
                        new MessageCounts(
                                number(message, "receiverSeq"),
                                number(message, "inARow"),
                                number(message, "systemSeq")),
                        Instant.EPOCH)));
    }

    private static long number(Document message, String field) {
        return message.get(field) instanceof Number number ? number.longValue() : 0;
    }
}
