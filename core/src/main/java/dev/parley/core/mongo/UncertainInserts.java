package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.ReadConcern;
import dev.parley.core.chat.Message;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.bson.Document;

/**
 * Messages whose insert failed with an unknown outcome: the answer was late or the connection was lost, and MongoDB may have
 * stored them or may still do so. Each is looked up, and reported as soon as it is found. Any thread.
 */
final class UncertainInserts {
    private final AsyncCollection messages;
    private final OutcomeWatch watch = new OutcomeWatch();
    private final Map<ChatId, Map<MessageId, Uncertain>> byChat = new ConcurrentHashMap<>();

    /** @param giveUpAt on the clock of {@link System#nanoTime} */
    private record Uncertain(Consumer<Message> stored, long giveUpAt) {}

    UncertainInserts(AsyncCollection messages) {
        this.messages = messages.with(c -> c.withReadConcern(ReadConcern.MAJORITY));
    }

    /** @param stored is given the message when it turns out to be stored */
    void add(Message message, Consumer<Message> stored) {
        ChatId chat = message.chatId();
        Uncertain uncertain = new Uncertain(stored, System.nanoTime() + OutcomeWatch.GIVE_UP_AFTER.toNanos());
        byChat.compute(chat, (id, known) -> with(known, message.id(), uncertain));
        watch.watch(() -> settle(chat).thenApply(settled -> !holds(chat, message.id())));
    }

    /**
     * Looks up this chat's uncertain messages and reports those that are stored, in the order of their numbers. Fails while
     * MongoDB cannot be asked. Completes at once for a chat without any.
     */
    CompletionStage<Void> settle(ChatId chat) {
        Map<MessageId, Uncertain> uncertain = byChat.get(chat);
        if (uncertain == null) {
            return CompletableFuture.completedStage(null);
        }
        List<Object> ids = uncertain.keySet().stream().map(IdCodec::of).toList();
        return messages.all(c -> c.find(in("_id", ids))).thenAccept(found -> settle(chat, uncertain, found));
    }

    private void settle(ChatId chat, Map<MessageId, Uncertain> uncertain, List<Document> found) {
        found.stream()
                .map(MessageCodec::fromStored)
                .sorted(Comparator.comparingLong(Message::seq))
                .forEach(message -> report(uncertain.remove(message.id()), message));
        uncertain.values().removeIf(each -> System.nanoTime() - each.giveUpAt > 0);
        byChat.computeIfPresent(chat, (id, left) -> left.isEmpty() ? null : left);
    }

    private static Map<MessageId, Uncertain> with(Map<MessageId, Uncertain> known, MessageId id, Uncertain uncertain) {
        Map<MessageId, Uncertain> all = known == null ? new ConcurrentHashMap<>() : known;
        all.put(id, uncertain);
        return all;
    }

    private static void report(Uncertain uncertain, Message message) {
        if (uncertain != null) {
            uncertain.stored.accept(message);
        }
    }

    private boolean holds(ChatId chat, MessageId message) {
        Map<MessageId, Uncertain> uncertain = byChat.get(chat);
        return uncertain != null && uncertain.containsKey(message);
    }
}
