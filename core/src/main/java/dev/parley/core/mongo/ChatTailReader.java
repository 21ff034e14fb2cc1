package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.ReadPreference;
import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.MessageCounts;
import dev.parley.core.id.ChatId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.conversions.Bson;

/** Reads the newest message of a chat from the messages themselves, on the primary. */
final class ChatTailReader {
    /** At least as many as the longest row that a rule distinguishes. */
    private static final int LOOK_BACK = 100;

    private final AsyncCollection messages;
    private final Runnable othersWrite;

    /** @param othersWrite run when messages without counts follow one with counts */
    ChatTailReader(AsyncCollection messages, Runnable othersWrite) {
        this.messages = messages.with(c -> c.withReadPreference(ReadPreference.primary()));
        this.othersWrite = othersWrite;
    }

    /** As it is stored; its counts may be unknown. One lookup in an index. */
    CompletionStage<ChatTail> newest(ChatId chat) {
        return last(chat, 1).thenApply(found -> found.isEmpty() ? ChatTail.EMPTY : found.get(0));
    }

    /**
     * With its counts. Where another application or an earlier version stored the newest messages, they are counted: from the last
     * message with counts if it is near, otherwise once with an index.
     */
    CompletionStage<ChatTail> counted(ChatId chat) {
        return newest(chat)
                .thenCompose(
                        newest -> newest.isCounted() ? CompletableFuture.completedStage(newest) : countedBack(chat));
    }

    private CompletionStage<ChatTail> countedBack(ChatId chat) {
        return last(chat, LOOK_BACK).thenCompose(latestFirst -> {
            if (latestFirst.stream().anyMatch(tail -> tail.counts().isKnown())) {
                othersWrite.run();
            }
            Optional<ChatTail> near = countedFrom(latestFirst);
            return near.isPresent() ? CompletableFuture.completedStage(near.get()) : countedByIndex(chat, latestFirst);
        });
    }

    /** Empty when the messages neither hold one with counts nor are all of the chat. */
    private static Optional<ChatTail> countedFrom(List<ChatTail> latestFirst) {
        Optional<ChatTail> base = latestFirst.stream()
                .filter(tail -> tail.counts().isKnown())
                .findFirst()
                .or(() -> latestFirst.size() < LOOK_BACK ? Optional.of(ChatTail.EMPTY) : Optional.empty());
        return base.map(from -> {
            ChatTail counted = from;
            for (int i = latestFirst.size() - 1; i >= 0; i--) {
                counted = latestFirst.get(i).seq() > counted.seq() ? following(counted, latestFirst.get(i)) : counted;
            }
            return counted;
        });
    }

    private static ChatTail following(ChatTail counted, ChatTail next) {
        return next.withCounts(counted.following(next.sender(), next.receiver()));
    }

    private CompletionStage<ChatTail> countedByIndex(ChatId chat, List<ChatTail> latestFirst) {
        ChatTail newest = latestFirst.get(0);
        Object receiver = IdCodec.of(newest.receiver());
        Bson toReceiver = and(eq("chatId", IdCodec.of(chat)), eq("receiver", receiver), lte("seq", newest.seq()));
        long inARow = latestFirst.stream()
                .takeWhile(tail -> tail.sender().equals(newest.sender()))
                .count();
        Bson system = and(eq("chatId", IdCodec.of(chat)), lte("seq", newest.seq()), MessageCodec.IS_SYSTEM);
        return messages.run(c -> c.countDocuments(and(toReceiver, nor(MessageCodec.IS_SYSTEM))))
                .thenCombine(
                        messages.run(c -> c.countDocuments(system)),
                        (count, ofSystem) -> newest.withCounts(new MessageCounts(count, inARow, ofSystem)));
    }

    /** The newest first. */
    private CompletionStage<List<ChatTail>> last(ChatId chat, int limit) {
        return messages.all(c -> c.find(eq("chatId", IdCodec.of(chat)))
                        .sort(descending("seq"))
                        .projection(MessageCodec.TAIL)
                        .limit(limit))
                .thenApply(found -> found.stream().map(MessageCodec::tail).toList());
    }
}
