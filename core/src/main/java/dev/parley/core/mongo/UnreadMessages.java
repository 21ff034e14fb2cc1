package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.ReadPreference;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.bson.conversions.Bson;

/** Counts the numbered messages that are not marked as read. The time grows with their number. */
final class UnreadMessages {
    private final AsyncCollection messages;

    UnreadMessages(AsyncCollection messages) {
        this.messages = messages.with(c -> c.withReadPreference(ReadPreference.primary()));
    }

    CompletionStage<Long> count(ChatId chat, UserId reader, long upToSeq) {
        Bson wanted = and(eq("chatId", IdCodec.of(chat)), unreadBy(reader), lte("seq", upToSeq));
        return messages.run(c -> c.countDocuments(wanted));
    }

    /** Zero where there is nothing unread. */
    CompletionStage<Map<ChatId, Long>> count(Collection<ChatId> chats, UserId reader) {
        Map<ChatId, Object> stored = new HashMap<>();
        chats.forEach(chat -> stored.put(chat, IdCodec.of(chat)));
        Bson wanted = and(in("chatId", stored.values()), unreadBy(reader));
        return GroupedCounts.of(messages, wanted, "$chatId").thenApply(counted -> {
            Map<ChatId, Long> unread = new HashMap<>();
            stored.forEach((chat, id) -> unread.put(chat, counted.getOrDefault(id, 0L)));
            return unread;
        });
    }

    private static Bson unreadBy(UserId reader) {
        return and(eq("receiver", IdCodec.of(reader)), DocumentReader.isNot("isRead"), gte("seq", 1));
    }
}
