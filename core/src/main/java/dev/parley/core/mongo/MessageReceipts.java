package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.result.UpdateResult;
import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.MessageRepository.Receipt;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.outbox.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.conversions.Bson;

/**
 * Marks messages as delivered and read. The highest one concerned is looked up first and the update goes up to it, so
 * that the receipt says exactly how far it reaches while new messages arrive.
 */
final class MessageReceipts {
    private final AsyncCollection messages;
    private final ChatSummaryUpdater summaries;
    private final UnreadCounts unread;
    private final OutboxMarks marks;
    private final ReminderMarks reminders;
    private final OutcomeWatch outcomes = new OutcomeWatch();

    MessageReceipts(
            AsyncCollection messages,
            ChatSummaryUpdater summaries,
            UnreadCounts unread,
            OutboxMarks marks,
            ReminderMarks reminders) {
        this.marks = marks;
        this.reminders = reminders;
        this.messages = messages;
        this.summaries = summaries;
        this.unread = unread;
    }

    CompletionStage<Receipt> markDelivered(ChatId chat, UserId receiver, Instant at, Consumer<Receipt> changed) {
        Date time = DocumentReader.date(at);
        Bson undelivered = and(to(chat, receiver), DocumentReader.isNot("isRead"), DocumentReader.isNot("delivered"));
        Mark mark = new Mark(
                undelivered,
                messages.update(set("delivered", true), set("deliveredAt", time)),
                and(to(chat, receiver), eq("deliveredAt", time)),
                top -> CompletableFuture.completedStage(top),
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
        Bson unreadByReader =
                and(to(chat, reader), DocumentReader.isNot("isRead"), lte("seq", upToSeq.orElse(Long.MAX_VALUE)));
        Mark mark = new Mark(
                unreadByReader,
                read(chat, time),
                and(to(chat, reader), eq("isRead", true), eq("readAt", time)),
                top -> unread.readUpTo(chat, reader, top),
                receipt -> {
                    summaries.messagesRead(chat, reader, receipt.upToSeq(), at);
                    changed.accept(receipt);
                });
        return highest(unreadByReader)
                .thenCompose(top -> top.isEmpty() ? alreadyRead(chat, reader, upToSeq) : apply(mark, top.get()));
    }

    /**
     * One update of the receipts.
     *
     * @param concerned the messages to change
     * @param marked those that this very update has changed, by its time
     * @param follow runs once the messages are changed; never fails
     * @param changed is given the receipt after that
     */
    private record Mark(
            Bson concerned,
            Bson change,
            Bson marked,
            Function<ChatTail, CompletionStage<?>> follow,
            Consumer<Receipt> changed) {

        CompletionStage<Receipt> report(ChatTail top, long count) {
            Receipt receipt = new Receipt(count, top.seq());
            return follow.apply(top).thenApply(done -> {
                if (count > 0) {
                    changed.accept(receipt);
                }
                return receipt;
            });
        }
    }

    /** The position may be behind: of a reader whose node was killed before it moved it. */
    private CompletionStage<Receipt> alreadyRead(ChatId chat, UserId reader, OptionalLong upToSeq) {
        return highest(and(to(chat, reader), eq("isRead", true))).thenCompose(top -> {
            Receipt nothingNew = new Receipt(0, top.map(ChatTail::seq).orElse(0L));
            return top.filter(read -> read.seq() <= upToSeq.orElse(Long.MAX_VALUE))
                    .<CompletionStage<?>>map(read -> unread.readUpTo(chat, reader, read))
                    .orElseGet(() -> CompletableFuture.completedStage(null))
                    .thenApply(done -> nothingNew);
        });
    }

    private CompletionStage<Receipt> apply(Mark mark, ChatTail top) {
        Bson reached = lte("seq", top.seq());
        CompletionStage<UpdateResult> write =
                messages.run(c -> c.updateMany(and(mark.concerned, reached), mark.change));
        return outcomes.following(write, () -> wasApplied(mark, top))
                .thenCompose(done -> mark.report(top, done.getModifiedCount()));
    }

    /** Counts what this very update has changed. */
    private CompletionStage<Boolean> wasApplied(Mark mark, ChatTail top) {
        Bson marked = and(mark.marked, lte("seq", top.seq()));
        return messages.run(c -> c.countDocuments(marked))
                .thenCompose(count -> count == 0
                        ? CompletableFuture.completedStage(false)
                        : mark.report(top, count).thenApply(reported -> true));
    }

    private Bson read(ChatId chat, Date time) {
        List<Bson> changes = new ArrayList<>(List.of(set("isRead", true), set("readAt", time), set("delivered", true)));
        changes.addAll(marks.update(EventType.MESSAGE_READ, chat.value()));
        changes.addAll(reminders.removal());
        return messages.update(changes);
    }

    private CompletionStage<Optional<ChatTail>> highest(Bson concerned) {
        return messages.one(c -> c.find(concerned)
                        .sort(descending("seq"))
                        .projection(MessageCodec.TAIL)
                        .first())
                .thenApply(top -> top.map(MessageCodec::tail));
    }

    private static Bson to(ChatId chat, UserId receiver) {
        return and(eq("chatId", IdCodec.of(chat)), eq("receiver", IdCodec.of(receiver)));
    }
}
