package dev.parley.core.mongo;

import dev.parley.core.batch.BatchQueue;
import dev.parley.core.deadline.Deadline;
import dev.parley.core.error.Failures;
import dev.parley.core.error.StorageException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Joins requests that arrive at the same time into one MongoDB command: a command costs the driver and the server far more
 * than one more document in it. A request is sent at once while fewer than {@code maxInFlight} commands are in flight;
 * otherwise it joins the next one. So commands grow with the load, and an idle node adds no delay.
 *
 * <p>Every stage ends within {@link MongoThreads#DEADLINE}, waiting included, and fails with {@code StorageException} and nothing
 * else. A request whose deadline passed while it waited is not sent. Any thread.
 *
 * @param <Q> what is asked for or written
 * @param <A> what is answered
 */
final class BatchedCommand<Q, A> {
    /** Documents of one command, where nothing else bounds them. */
    static final int MAX_BATCH = 100;

    /** More than all sockets of a node have in flight. Further requests fail at once. */
    private static final int MAX_WAITING = 20_000;

    private record Asked<Q, A>(Q question, CompletableFuture<A> answer) {}

    private final Function<List<Q>, ? extends CompletionStage<List<A>>> command;
    private final BatchQueue<Asked<Q, A>> queue;
    private final Deadline deadline = MongoThreads.deadline(MongoThreads.DEADLINE);
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param command answers in the order of the questions */
    BatchedCommand(int maxInFlight, int largest, Function<List<Q>, ? extends CompletionStage<List<A>>> command) {
        this.command = command;
        this.queue = new BatchQueue<>(maxInFlight, largest, this::run);
    }

    CompletionStage<A> ask(Q question) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return CompletableFuture.failedStage(new StorageException("MongoDB: too many wait for an answer", null));
        }
        Asked<Q, A> asked = new Asked<>(question, new CompletableFuture<>());
        queue.add(asked);
        return deadline.limit(asked.answer);
    }

    private CompletionStage<?> run(List<Asked<Q, A>> batch) {
        waiting.addAndGet(-batch.size());
        List<Asked<Q, A>> current =
                batch.stream().filter(asked -> !asked.answer.isDone()).toList();
        if (current.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        List<Q> questions = current.stream().map(Asked::question).toList();
        return Failures.stageOf(() -> command.apply(questions))
                .whenComplete((answers, failure) -> answer(current, answers, failure));
    }

    private static <Q, A> void answer(List<Asked<Q, A>> batch, List<A> answers, Throwable failure) {
        for (int i = 0; i < batch.size(); i++) {
            if (failure == null) {
                batch.get(i).answer.complete(answers.get(i));
            } else {
                batch.get(i).answer.completeExceptionally(MongoFailures.asStorage(failure));
            }
        }
    }
}
