package dev.parley.core.mongo;

import dev.parley.core.error.StorageException;
import dev.parley.core.id.ChatId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One lane per chat: what this node writes to it happens one after the other, so that its own writers never race for a
 * number. A lane is there while it is in use. Whoever would wait in too long a lane is refused, and everyone has their end
 * within the deadline, waiting included; both with {@code StorageException}. Whoever is out of time is not written any more.
 */
final class PerChatQueue<T> {
    private final int maxWaiting;
    private final Duration deadline;
    private final Map<ChatId, Lane<T>> lanes = new ConcurrentHashMap<>();

    PerChatQueue(int maxWaiting, Duration deadline) {
        this.maxWaiting = maxWaiting;
        this.deadline = deadline;
    }

    CompletionStage<T> submit(ChatId chat, Supplier<CompletionStage<T>> work) {
        Entry<T> entry = new Entry<>(work, new CompletableFuture<>());
        Lane<T> lane =
                lanes.compute(chat, (id, busy) -> busy == null ? new Lane<>(entry) : busy.joined(entry, maxWaiting));
        if (lane.running == entry) {
            run(chat, entry);
        }
        return entry.outcome
                .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(MongoFailures.asStorage(failure)));
    }

    /** Whether others wait behind the one that is being written. */
    boolean isQueued(ChatId chat) {
        Lane<T> lane = lanes.get(chat);
        return lane != null && lane.length > 0;
    }

    private void run(ChatId chat, Entry<T> entry) {
        start(entry).whenComplete((result, failure) -> {
            next(chat);
            if (failure == null) {
                entry.outcome.complete(result);
            } else {
                entry.outcome.completeExceptionally(failure);
            }
        });
    }

    private static <T> CompletionStage<T> start(Entry<T> entry) {
        return entry.outcome.isDone() ? entry.outcome : entry.work.get();
    }

    private void next(ChatId chat) {
        Lane<T> lane = lanes.computeIfPresent(chat, (id, busy) -> busy.advanced());
        if (lane != null) {
            run(chat, lane.running);
        }
    }

    private record Entry<T>(Supplier<CompletionStage<T>> work, CompletableFuture<T> outcome) {}

    /** Changed only inside the map's {@code compute}, so by one thread at a time. */
    private static final class Lane<T> {
        private final Deque<Entry<T>> waiting = new ArrayDeque<>();
        private volatile Entry<T> running;
        private volatile int length;

        Lane(Entry<T> first) {
            this.running = first;
        }

        Lane<T> joined(Entry<T> entry, int maxWaiting) {
            if (waiting.size() >= maxWaiting) {
                entry.outcome.completeExceptionally(
                        new StorageException("MongoDB: too many messages wait for this chat", null));
            } else {
                waiting.addLast(entry);
                length = waiting.size();
            }
            return this;
        }

        /** Null, which removes the lane, when nobody waits. */
        Lane<T> advanced() {
            running = waiting.pollFirst();
            length = waiting.size();
            return running == null ? null : this;
        }
    }
}
