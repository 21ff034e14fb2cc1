package dev.parley.core.mongo;

import dev.parley.core.chat.RecentlyUsed;
import dev.parley.core.error.Failures;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

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

    /** Counts the messages up to this number, and corrects the position. */
    interface Recount {
        long ALL = Long.MAX_VALUE;

        CompletionStage<Long> upTo(ChatId chat, UserId reader, long seq);
    }

    private final Recount recount;
    private final RecentlyUsed<Readership, Long> lastAudits = new RecentlyUsed<>(REMEMBERED);
    private final AtomicInteger inFlight = new AtomicInteger();
    /** When another application last wrote, as far as this node knows. */
    private volatile long othersWroteAt = System.nanoTime() - 2 * OTHERS_WRITE_NANOS;

    UnreadAudit(Recount recount) {
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

    /**
     * The count as of a message. Counts in the background when only that is due.
     *
     * @param seq the message's number
     * @param unread by position
     */
    CompletionStage<Long> afterMessage(ChatId chat, UserId reader, long seq, long unread) {
        boolean hasEarlier = unread > 1 && unread <= LARGEST;
        if (hasEarlier && doOthersWrite()) {
            return recount.upTo(chat, reader, seq);
        }
        if (hasEarlier && inFlight.get() < IN_FLIGHT && takeTurn(chat, reader)) {
            inFlight.incrementAndGet();
            Failures.stageOf(() -> recount.upTo(chat, reader, Recount.ALL))
                    .whenComplete((count, failure) -> inFlight.decrementAndGet());
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
