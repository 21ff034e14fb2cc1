package dev.parley.core.mongo;

import dev.parley.core.deadline.Deadline;
import dev.parley.core.error.Failures;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.ChatId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs this node's writes of one chat one after another, so that they never race for a number. A queue exists while it is in
 * use. A write beyond the bound of a queue is refused, and each ends within the deadline, waiting included; both with {@code
 * StorageException}. A write whose deadline has passed while it waited is not run. Any thread.
 */
final class PerChatQueue<T> {
    private final int maxWaiting;
    private final Deadline deadline;
    private final Consumer<ChatId> idle;
    private final ConcurrentMap<ChatId, Queue<T>> queues;

    /** @param idle is given a chat when no write of it runs or waits any more, before the last one's stage completes */
    PerChatQueue(int maxWaiting, Duration deadline, Consumer<ChatId> idle) {
        this(maxWaiting, deadline, idle, new ConcurrentHashMap<>());
    }

    /** @param queues whose {@code compute} is atomic */
    PerChatQueue(int maxWaiting, Duration deadline, Consumer<ChatId> idle, ConcurrentMap<ChatId, Queue<T>> queues) {
        this.maxWaiting = maxWaiting;
        this.idle = idle;
        this.deadline = MongoThreads.deadline(deadline);
        this.queues = queues;
    }

    CompletionStage<T> submit(ChatId chat, Supplier<CompletionStage<T>> write) {
        Entry<T> entry = new Entry<>(write);
        queues.compute(chat, (id, busy) -> busy == null ? new Queue<>(entry) : busy.joined(entry, maxWaiting));
        if (entry.isFirst) {
            run(chat, entry);
        }
        return deadline.limit(entry.outcome);
    }

    /** Whether others wait behind the write that runs. */
    boolean isQueued(ChatId chat) {
        Queue<T> queue = queues.get(chat);
        return queue != null && queue.length > 0;
    }

    private void run(ChatId chat, Entry<T> entry) {
        start(entry).whenComplete((result, failure) -> {
            next(chat);
            if (failure == null) {
                entry.outcome.complete(result);
            } else {
                entry.outcome.completeExceptionally(MongoFailures.asStorage(failure));
            }
        });
    }

    private static <T> CompletionStage<T> start(Entry<T> entry) {
        return entry.outcome.isDone() ? entry.outcome : Failures.stageOf(entry.write);
    }

    private void next(ChatId chat) {
        Queue<T> queue = queues.computeIfPresent(chat, (id, busy) -> busy.advanced());
        if (queue == null) {
            idle.accept(chat);
        } else {
            run(chat, queue.running);
        }
    }

    static final class Entry<T> {
        private final Supplier<CompletionStage<T>> write;
        private final CompletableFuture<T> outcome = new CompletableFuture<>();
        /** Written and read by the thread that submits it. */
        private boolean isFirst;

        Entry(Supplier<CompletionStage<T>> write) {
            this.write = write;
        }
    }

    /** Changed only inside the map's {@code compute}, so by one thread at a time. */
    static final class Queue<T> {
        private final Deque<Entry<T>> waiting = new ArrayDeque<>();
        /** Read by the thread that advanced the queue, and by no other before that entry ends. */
        private volatile Entry<T> running;

        private volatile int length;

        Queue(Entry<T> first) {
            this.running = first;
            first.isFirst = true;
        }

        Queue<T> joined(Entry<T> entry, int maxWaiting) {
            if (waiting.size() >= maxWaiting) {
                entry.outcome.completeExceptionally(
                        new StorageException("MongoDB: too many messages wait for this chat", null));
            } else {
                waiting.addLast(entry);
                length = waiting.size();
            }
            return this;
        }

        /** Null, which removes the queue, when nothing waits. */
        Queue<T> advanced() {
            running = waiting.pollFirst();
            length = waiting.size();
            return running == null ? null : this;
        }
    }
}
