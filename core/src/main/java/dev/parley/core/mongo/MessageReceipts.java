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
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Marks messages as delivered and read. The highest one concerned is looked up first and the update goes up to it, so
 * that the receipt says exactly how far it reaches while new messages arrive.
 */
final class MessageReceipts {
    private final MongoCollection<Document> messages;
    private final ChatSummaryUpdater summaries;

    MessageReceipts(MongoCollection<Document> messages, ChatSummaryUpdater summaries) {
        this.messages = messages;
        this.summaries = summaries;
    }

    CompletionStage<Receipt> markDelivered(ChatId chat, UserId receiver, Instant at) {
        Bson undelivered = and(to(chat, receiver), DocumentReader.isNot("isRead"), DocumentReader.isNot("delivered"));
        Bson change = combine(set("delivered", true), set("deliveredAt", DocumentReader.date(at)));
        return highest(undelivered)
                .thenCompose(top -> top.isEmpty()
                        ? CompletableFuture.completedStage(new Receipt(0, 0))
                        : mark(undelivered, top.get(), change))
                .thenApply(receipt -> {
                    if (receipt.count() > 0) {
                        summaries.messagesDelivered(chat, receiver, receipt.upToSeq(), at);
                    }
                    return receipt;
                });
    }

    CompletionStage<Receipt> markRead(ChatId chat, UserId reader, OptionalLong upToSeq, Instant at) {
        Date time = DocumentReader.date(at);
        Bson unread = and(to(chat, reader), DocumentReader.isNot("isRead"), lte("seq", upToSeq.orElse(Long.MAX_VALUE)));
        Bson change = combine(set("isRead", true), set("readAt", time), set("delivered", true));
        return highest(unread)
                .thenCompose(top -> top.isEmpty() ? alreadyRead(chat, reader) : mark(unread, top.get(), change))
                .thenApply(receipt -> {
                    if (receipt.count() > 0) {
                        summaries.messagesRead(chat, reader, receipt.upToSeq(), at);
                    }
                    return receipt;
                });
    }

    private CompletionStage<Receipt> alreadyRead(ChatId chat, UserId reader) {
        return highest(and(to(chat, reader), eq("isRead", true))).thenApply(top -> new Receipt(0, top.orElse(0L)));
    }

    private CompletionStage<Receipt> mark(Bson concerned, long upToSeq, Bson change) {
        return Publishers.one(messages.updateMany(and(concerned, lte("seq", upToSeq)), change))
                .thenApply(done -> new Receipt(done.getModifiedCount(), upToSeq));
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
