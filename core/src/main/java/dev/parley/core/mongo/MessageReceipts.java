package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.reactivestreams.client.MongoCollection;
import dev.parley.core.chat.MessageRepository.Receipt;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Marks messages as delivered and read. The highest one concerned is looked up first and the update goes up to it, so
 * that the receipt says exactly how far it reaches while new messages arrive.
 */
final class MessageReceipts {
    private final MongoCollection<Document> messages;
    private final ChatSummaryUpdater summaries;
    private final OutcomeWatch outcomes = new OutcomeWatch();

    MessageReceipts(MongoCollection<Document> messages, ChatSummaryUpdater summaries) {
        this.messages = messages;
        this.summaries = summaries;
    }

    CompletionStage<Receipt> markDelivered(ChatId chat, UserId receiver, Instant at, Consumer<Receipt> changed) {
        Date time = DocumentReader.date(at);
        Bson undelivered = and(to(chat, receiver), DocumentReader.isNot("isRead"), DocumentReader.isNot("delivered"));
        Mark mark = new Mark(
                undelivered,
                combine(set("delivered", true), set("deliveredAt", time)),
                and(to(chat, receiver), eq("deliveredAt", time)),
                receipt -> {
                    summaries.messagesDelivered(chat, receiver, receipt.upToSeq(), at);
                    changed.accept(receipt);
                });
        return highest(undelivered)
                .thenCompose(top ->
                        top.isEmpty() ? CompletableFuture.completedStage(new Receipt(0, 0)) : apply(mark, top.get()));
    }

    CompletionStage<Receipt> markRead(
            ChatId chat, UserId reader, OptionalLong upToSeq, Instant at, Consumer<Receipt> changed) {
        Date time = DocumentReader.date(at);
        Bson unread = and(to(chat, reader), DocumentReader.isNot("isRead"), lte("seq", upToSeq.orElse(Long.MAX_VALUE)));
        Mark mark = new Mark(
                unread,
                combine(set("isRead", true), set("readAt", time), set("delivered", true)),
                and(to(chat, reader), eq("isRead", true), eq("readAt", time)),
                receipt -> {
                    summaries.messagesRead(chat, reader, receipt.upToSeq(), at);
                    changed.accept(receipt);
                });
        return highest(unread).thenCompose(top -> top.isEmpty() ? alreadyRead(chat, reader) : apply(mark, top.get()));
    }

    /**
     * One update of the receipts.
     *
     * @param concerned the messages to change
     * @param marked those that this very update has changed, by its time
     */
    private record Mark(Bson concerned, Bson change, Bson marked, Consumer<Receipt> changed) {

        Receipt report(Receipt receipt) {
            if (receipt.count() > 0) {
                changed.accept(receipt);
            }
            return receipt;
        }
    }

    private CompletionStage<Receipt> alreadyRead(ChatId chat, UserId reader) {
        return highest(and(to(chat, reader), eq("isRead", true))).thenApply(top -> new Receipt(0, top.orElse(0L)));
    }

    private CompletionStage<Receipt> apply(Mark mark, long upToSeq) {
        Bson reached = lte("seq", upToSeq);
        CompletionStage<Receipt> write = Publishers.one(messages.updateMany(and(mark.concerned, reached), mark.change))
                .thenApply(done -> mark.report(new Receipt(done.getModifiedCount(), upToSeq)));
        return outcomes.following(write, () -> wasApplied(mark, upToSeq));
    }

    /** Counts what this very update has changed. */
    private CompletionStage<Boolean> wasApplied(Mark mark, long upToSeq) {
        Bson marked = and(mark.marked, lte("seq", upToSeq));
        return Publishers.one(messages.countDocuments(marked)).thenApply(count -> {
            mark.report(new Receipt(count, upToSeq));
            return count > 0;
        });
    }

    private CompletionStage<Optional<Long>> highest(Bson concerned) {
        return Publishers.first(messages.find(concerned)
                        .sort(descending("seq"))
                        .projection(include("seq"))
                        .first())
                .thenApply(top -> top.flatMap(document -> DocumentReader.number(document, "seq")));
    }

    private static Bson to(ChatId chat, UserId receiver) {
        return and(eq("chatId", IdCodec.of(chat)), eq("receiver", IdCodec.of(receiver)));
    }
}
