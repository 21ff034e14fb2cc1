package dev.parley.core.mongo;

import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.Message;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.mongo.ReadPositions.Position;
import dev.parley.core.mongo.UnreadAudit.Recount;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.bson.Document;

/**
 * Unread counts by position: the messages that the reader was sent, less those up to which it has read. Where that is not known, or
 * has not been compared with the messages for a minute, the messages are counted and the position is stored or corrected. Any thread.
 */
final class UnreadCounts {
    private final UnreadMessages unread;
    private final ReadPositions positions;
    private final ChatTailReader tails;
    private final UnreadAudit audit;
    private final OutcomeWatch retries = new OutcomeWatch();
    private final MongoListener listener;

    UnreadCounts(AsyncCollection messages, AsyncCollection chats, MongoListener listener) {
        this.unread = new UnreadMessages(messages);
        this.positions = new ReadPositions(chats);
        this.audit = new UnreadAudit(this::recount);
        this.tails = new ChatTailReader(messages, audit::othersWrite);
        this.listener = listener;
    }

    /** As of this message; at a cost that depends neither on the history nor on what is unread. */
    CompletionStage<Long> of(ChatId chat, UserId reader, ChatTail newest) {
        return of(chat, reader, newest, () -> positions.find(chat, reader));
    }

    /**
     * As of a message that has just been stored.
     *
     * @param document the chat's, as of then
     */
    CompletionStage<Long> of(Message message, UserId reader, CompletionStage<Optional<Document>> document) {
        return of(
                message.chatId(),
                reader,
                ChatTail.of(message),
                () -> document.thenApply(chat -> chat.flatMap(known -> ReadPositions.in(known, reader))));
    }

    private CompletionStage<Long> of(
            ChatId chat, UserId reader, ChatTail newest, Supplier<CompletionStage<Optional<Position>>> position) {
        return newest.isCounted()
                ? position.get()
                        .thenCompose(found -> byPosition(chat, reader, newest, found))
                        .thenCompose(count -> audit.afterMessage(chat, reader, newest.seq(), count))
                : unread.count(chat, reader, newest.seq());
    }

    CompletionStage<Long> of(ChatId chat, UserId reader) {
        return audit.isDue(chat, reader)
                ? recount(chat, reader, Recount.ALL)
                : tails.newest(chat).thenCompose(newest -> of(chat, reader, newest));
    }

    /** Notices what other applications store. */
    ChatTailReader tails() {
        return tails;
    }

    /** Zero where there is nothing unread. */
    CompletionStage<Map<ChatId, Long>> of(Collection<ChatId> chats, UserId reader) {
        return unread.count(chats, reader);
    }

    /** The reader has read this message and all before it. Never fails: a position that cannot be stored is stored later. */
    CompletionStage<?> readUpTo(ChatId chat, UserId reader, ChatTail read) {
        return advance(chat, reader, read).handle((done, failure) -> {
            if (failure != null) {
                listener.hintLost(failure);
                retries.watch(() -> advance(chat, reader, read).thenApply(stored -> true));
            }
            return done;
        });
    }

    private CompletionStage<?> advance(ChatId chat, UserId reader, ChatTail read) {
        return read.isCounted()
                ? positions.advance(chat, reader, read.sentTo(reader))
                : recount(chat, reader, Recount.ALL);
    }

    private CompletionStage<Long> byPosition(ChatId chat, UserId reader, ChatTail newest, Optional<Position> found) {
        return found.flatMap(Position::read).isPresent()
                ? CompletableFuture.completedStage(less(newest.sentTo(reader), found))
                : recount(chat, reader, newest.seq());
    }

    /** Zero where the reader has read a later message meanwhile. */
    private static long less(long sent, Optional<Position> read) {
        return Math.max(0, sent - read.flatMap(Position::read).orElse(0L));
    }

    /**
     * Counts the messages and stores the position that this means, unless it has moved meanwhile. Deliberate: in this order. Messages
     * are marked before the position moves, so a count that is too high belongs to a position that is about to move.
     *
     * @param upToSeq the last message that the answer counts; the position is always compared with all of them
     */
    private CompletionStage<Long> recount(ChatId chat, UserId reader, long upToSeq) {
        return positions.find(chat, reader).thenCompose(found -> tails.newest(chat)
                .thenCompose(newest -> recount(chat, reader, found, newest)
                        .thenCompose(count -> newest.seq() > upToSeq
                                ? unread.count(chat, reader, upToSeq)
                                : CompletableFuture.completedStage(count))));
    }

    private CompletionStage<Long> recount(ChatId chat, UserId reader, Optional<Position> found, ChatTail newest) {
        return unread.count(chat, reader, newest.seq()).thenCompose(count -> correct(chat, reader, found, newest, count)
                .thenApply(done -> count));
    }

    /**
     * Deliberate: counts once more. A count is no snapshot, and the position after one that missed a message while it was updated would
     * hide that message until the next comparison.
     */
    private CompletionStage<?> correct(
            ChatId chat, UserId reader, Optional<Position> found, ChatTail newest, long count) {
        long read = newest.sentTo(reader) - count;
        if (found.isEmpty() || !newest.isCounted() || found.get().read().equals(Optional.of(read))) {
            return CompletableFuture.completedStage(false);
        }
        return unread.count(chat, reader, newest.seq())
                .thenCompose(again -> again == count
                        ? replace(chat, reader, found.get(), read)
                        : CompletableFuture.completedStage(null));
    }

    private CompletionStage<Void> replace(ChatId chat, UserId reader, Position found, long read) {
        return positions.replace(chat, reader, found, read).thenAccept(replaced -> {
            if (replaced && found.read().isPresent()) {
                listener.unreadCorrected();
            }
        });
    }
}
