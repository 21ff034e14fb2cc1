package dev.parley.core.mongo;

import dev.parley.core.chat.RecentlyUsed;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Says when a read position is to be compared with the messages: at most once a minute, reader and node. So a position that an
 * application's own writes have made wrong does not stay wrong. Any thread.
 */
final class UnreadAudit {
    private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int REMEMBERED = 50_000;
    private static final int IN_FLIGHT = 2;
    /** Larger counts are compared when the reader joins only. */
    private static final long LARGEST = 1_000;

    private record Readership(ChatId chat, UserId reader) {}

    private final BiFunction<ChatId, UserId, CompletionStage<Long>> recount;
    private final RecentlyUsed<Readership, Long> lastAudits = new RecentlyUsed<>(REMEMBERED);
    private final AtomicInteger inFlight = new AtomicInteger();

    UnreadAudit(BiFunction<ChatId, UserId, CompletionStage<Long>> recount) {
        this.recount = recount;
    }

    /** Whether the caller is to count now; it is not asked to do so again for a minute. */
    boolean isDue(ChatId chat, UserId reader) {
        Readership readership = new Readership(chat, reader);
        long now = System.nanoTime();
        boolean isDue = lastAudits.get(readership).map(last -> now - last > EVERY_NANOS).orElse(true);
        if (isDue) {
            lastAudits.put(readership, now);
        }
        return isDue;
    }

    /** Counts in the background, when it is due and an earlier message is unread too. Returns the count as it was given. */
    long afterMessage(ChatId chat, UserId reader, long unread) {
        boolean isWorthIt = unread > 1 && unread <= LARGEST;
        if (isWorthIt && inFlight.get() < IN_FLIGHT && isDue(chat, reader)) {
            inFlight.incrementAndGet();
            recount.apply(chat, reader).whenComplete((count, failure) -> inFlight.decrementAndGet());
        }
        return unread;
    }
}
