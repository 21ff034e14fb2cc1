package dev.parley.core.mongo;

import dev.parley.core.chat.RecentlyUsed;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Says when a read position is to be compared with the messages, so that what another application writes does not leave it wrong: at most
 * once a minute, reader and node, and with each message while other applications write. Any thread.
 */
final class UnreadAudit {
    private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long OTHERS_WRITE_NANOS = Duration.ofMinutes(10).toNanos();
    private static final int REMEMBERED = 50_000;
    private static final int IN_FLIGHT = 2;
    /** Larger counts are compared when the reader joins only. */
    private static final long LARGEST = 1_000;

    private record Readership(ChatId chat, UserId reader) {}

    private final BiFunction<ChatId, UserId, CompletionStage<Long>> recount;
    private final RecentlyUsed<Readership, Long> lastAudits = new RecentlyUsed<>(REMEMBERED);
    private final AtomicInteger inFlight = new AtomicInteger();
    /** When another application last wrote, as far as this node knows. */
    private volatile long othersWroteAt = System.nanoTime() - 2 * OTHERS_WRITE_NANOS;

    UnreadAudit(BiFunction<ChatId, UserId, CompletionStage<Long>> recount) {
        this.recount = recount;
    }

    /** Another application, or an earlier version of Parley, has stored a message. */
    void othersWrite() {
        othersWroteAt = System.nanoTime();
    }

    /** Whether the reader, who joins, gets a count of the messages. */
    boolean isDue(ChatId chat, UserId reader) {
        return doOthersWrite() || takeTurn(chat, reader);
    }

    /** The count to announce with a message. Counts in the background when only that is due. */
    CompletionStage<Long> afterMessage(ChatId chat, UserId reader, long unread) {
        boolean hasEarlier = unread > 1 && unread <= LARGEST;
        if (hasEarlier && doOthersWrite()) {
            return recount.apply(chat, reader);
        }
        if (hasEarlier && inFlight.get() < IN_FLIGHT && takeTurn(chat, reader)) {
            inFlight.incrementAndGet();
            recount.apply(chat, reader).whenComplete((count, failure) -> inFlight.decrementAndGet());
        }
        return CompletableFuture.completedStage(unread);
    }

    private boolean doOthersWrite() {
        return System.nanoTime() - othersWroteAt < OTHERS_WRITE_NANOS;
    }

    private boolean takeTurn(ChatId chat, UserId reader) {
        Readership readership = new Readership(chat, reader);
        long now = System.nanoTime();
        boolean isDue =
                lastAudits.get(readership).map(last -> now - last > EVERY_NANOS).orElse(true);
        if (isDue) {
            lastAudits.put(readership, now);
        }
        return isDue;
    }
}
