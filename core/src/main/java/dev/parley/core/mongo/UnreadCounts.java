package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.reactivestreams.client.MongoCollection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Counts unread messages by chat and reader; requests that arrive at the same time share one query. Any thread. */
final class UnreadCounts {
    private static final int IN_FLIGHT = 2;
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
        Bson wanted = and(in("chatId", stored.values()), eq("receiver", readerId));
        return count(wanted).thenApply(counted -> {
            Map<ChatId, Long> unread = new HashMap<>();
            stored.forEach((chat, id) -> unread.put(chat, counted.getOrDefault(new Readership(id, readerId), 0L)));
            return unread;
        });
    }

    private CompletionStage<List<Long>> countAll(List<Readership> asked) {
        return count(or(byChat(asked)))
                .thenApply(counted ->
                        asked.stream().map(one -> counted.getOrDefault(one, 0L)).toList());
    }

    /** Each chat for its own readers only. */
    private static List<Bson> byChat(List<Readership> asked) {
        Map<Object, Set<Object>> readers = new LinkedHashMap<>();
        asked.forEach(one -> readers.computeIfAbsent(one.chat(), chat -> new LinkedHashSet<>())
                .add(one.reader()));
        List<Bson> chats = new ArrayList<>();
        readers.forEach((chat, each) -> chats.add(and(eq("chatId", chat), in("receiver", each))));
        return chats;
    }

    private CompletionStage<Map<Readership, Long>> count(Bson wanted) {
        Bson unread = and(wanted, DocumentReader.isNot("isRead"));
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
}
