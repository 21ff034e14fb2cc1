package dev.parley.core.migration;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import dev.parley.core.chat.ChatTail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Parley's fields of a message of an application. */
final class MessageFields {
    private MessageFields() {}

    /**
     * @param place of the message in its chat
     * @param isPast whether it is from before the migration: then it counts as read where the application does not keep what is read
     */
    static Bson of(Document message, Object chatId, ChatTail place, boolean isPast) {
        List<Bson> fields = new ArrayList<>();
        fields.add(set("seq", place.seq()));
        fields.add(set("chatSeq", text(chatId) + " " + place.seq()));
        if (message.get("receiver") == null) {
            StoredIds.stored(place.receiver().value()).ifPresent(receiver -> fields.add(set("receiver", receiver)));
        }
        if (place.counts().isKnown()) {
            fields.add(set("receiverSeq", place.counts().toReceiver()));
            fields.add(set("inARow", place.counts().inARow()));
        }
        if (place.counts().system() > 0) {
            fields.add(set("systemSeq", place.counts().system()));
        }
        if (message.get("isRead") == null) {
            isRead(message, place, isPast).ifPresent(isRead -> fields.add(set("isRead", isRead)));
        }
        if (message.get("content") == null && message.get("text") instanceof String text) {
            fields.add(set("content", text));
        }
        return combine(fields);
    }

    static String text(Object chatId) {
        return chatId instanceof ObjectId id ? id.toHexString() : String.valueOf(chatId);
    }

    /** By {@code read}, or by {@code readBy} with the ids of the readers. */
    private static Optional<Boolean> isRead(Document message, ChatTail place, boolean isPast) {
        if (message.get("read") instanceof Boolean read) {
            return Optional.of(read);
        }
        if (message.get("readBy") instanceof List<?> readers) {
            return Optional.of(readers.stream().anyMatch(reader -> StoredIds.user(reader)
                    .filter(place.receiver()::equals)
                    .isPresent()));
        }
        return isPast ? Optional.of(true) : Optional.empty();
    }
}
