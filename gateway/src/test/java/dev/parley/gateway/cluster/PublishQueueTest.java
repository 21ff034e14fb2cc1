package dev.parley.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.cluster.FanOutMetrics.Loss;
import dev.parley.gateway.cluster.PublishCommand.Kind;
import dev.parley.gateway.cluster.PublishCommand.Outcome;
import dev.parley.gateway.cluster.PublishCommand.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PublishQueueTest {
    private final Queue<Runnable> pass = new ArrayDeque<>();
    private final RecordedBatches batches = new RecordedBatches();
    private final Losses listener = new Losses();
    private final PublishQueue queue = new PublishQueue("all", batches, FanOutSettings.defaults(), listener);

    @Test
    void eventsOfOnePassAreOneBatch() {
        queue.add(event("new-message"));
        queue.add(event("message-notification"));
        assertThat(batches.sent).isEmpty();

        runPass();

        assertThat(batches.sent).containsExactly(List.of("new-message", "message-notification"));
    }

    @Test
    void whatComesWhileABatchIsInFlightIsTheNextBatch() {
        queue.add(event("1"));
        runPass();
        queue.add(event("2"));
        runPass();
        queue.add(event("3"));
        runPass();
        assertThat(batches.sent).containsExactly(List.of("1"));

        batches.answered.complete(Outcome.ALL_PUBLISHED);

        assertThat(batches.sent).containsExactly(List.of("1"), List.of("2", "3"));
    }

    @Test
    void publishesAlsoWhenTheLoopHasEnded() {
        batches.loop = work -> {
            throw new RejectedExecutionException("the loop has ended");
        };
        PublishQueue ending = new PublishQueue("all", batches, FanOutSettings.defaults(), listener);

        ending.add(event("last"));

        assertThat(batches.sent).containsExactly(List.of("last"));
    }

    @Test
    void aBatchThatCannotBeSentIsLostAndKeepsNoOtherWaiting() {
        batches.failure = new InternalError("of this test");
        queue.add(event("1"));
        runPass();
        batches.failure = null;
        queue.add(event("2"));
        runPass();

        assertThat(listener.lost).containsExactly("1");
        assertThat(batches.sent).containsExactly(List.of("2"));
    }

    private void runPass() {
        for (Runnable work = pass.poll(); work != null; work = pass.poll()) {
            work.run();
        }
    }

    private static Outgoing event(String name) {
        return new Outgoing(name, new byte[0], System.nanoTime(), Kind.EVENT);
    }

    private final class RecordedBatches implements PublishCommand {
        final List<List<String>> sent = new ArrayList<>();
        final CompletableFuture<Outcome> answered = new CompletableFuture<>();
        Executor loop = pass::add;
        Error failure;

        @Override
        public String queueOf(String channel) {
            return "all";
        }

        @Override
        public Executor loop() {
            return loop;
        }

        @Override
        public CompletionStage<Outcome> publish(String name, List<Outgoing> batch) {
            if (failure != null) {
                throw failure;
            }
            sent.add(batch.stream().map(Outgoing::channel).toList());
            return sent.size() == 1 ? answered : new CompletableFuture<>();
        }
    }

    private static final class Losses implements PublishQueue.Listener {
        final List<String> lost = new ArrayList<>();

        @Override
        public void published(PublishQueue queue, List<Outgoing> batch, Outcome outcome) {
            outcome.lost().forEach(message -> lost.add(message.channel()));
        }

        @Override
        public void dropped(Loss reason, List<Outgoing> messages) {}
    }
}
