package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.reactivestreams.client.MongoCollection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;

/** How many messages of a chat somebody has not read, for all who ask at the same time with one query. Any thread. */
final class UnreadCounts {
    private static final int IN_FLIGHT = 2;
    /** A query looks at every chat for every reader in it, so their product has to stay small. */
    private static final int MAX_BATCH = 32;

    private record Readership(Object chat, Object reader) {}

    private final MongoCollection<Document> messages;
    private final BatchedCommand<Readership, Long> counts = new BatchedCommand<>(IN_FLIGHT, MAX_BATCH, this::countAll);

    UnreadCounts(MongoCollection<Document> messages) {
        this.messages = messages;
    }

    CompletionStage<Long> of(ChatId chat, UserId reader) {
        return counts.ask(new Readership(IdCodec.of(chat), IdCodec.of(reader)));
    }

    /** Zero where there is nothing unread. */
    CompletionStage<Map<ChatId, Long>> of(Collection<ChatId> chats, UserId reader) {
        Map<ChatId, Object> stored = new HashMap<>();
        chats.forEach(chat -> stored.put(chat, IdCodec.of(chat)));
        Object readerId = IdCodec.of(reader);
        return count(List.copyOf(stored.values()), List.of(readerId)).thenApply(counted -> {
            Map<ChatId, Long> unread = new HashMap<>();
            stored.forEach((chat, id) -> unread.put(chat, counted.getOrDefault(new Readership(id, readerId), 0L)));
            return unread;
        });
    }

    private CompletionStage<List<Long>> countAll(List<Readership> asked) {
        return count(each(asked, Readership::chat), each(asked, Readership::reader))
                .thenApply(counted ->
                        asked.stream().map(one -> counted.getOrDefault(one, 0L)).toList());
    }

    private CompletionStage<Map<Readership, Long>> count(List<Object> chats, List<Object> readers) {
        Bson unread = and(in("chatId", chats), in("receiver", readers), DocumentReader.isNot("isRead"));
        Document byBoth = new Document("chatId", "$chatId").append("receiver", "$receiver");
        return GroupedCounts.of(messages, unread, byBoth).thenApply(UnreadCounts::byReadership);
    }

    private static Map<Readership, Long> byReadership(Map<Object, Long> groups) {
        Map<Readership, Long> counted = new HashMap<>();
        groups.forEach((group, count) -> {
            Document both = (Document) group;
            counted.put(new Readership(both.get("chatId"), both.get("receiver")), count);
        });
        return counted;
    }

    private static List<Object> each(List<Readership> asked, Function<Readership, Object> part) {
        return asked.stream().map(part).distinct().toList();
    }
}
