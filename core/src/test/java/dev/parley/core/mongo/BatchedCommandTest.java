package dev.parley.core.mongo;

import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.error.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchedCommandTest {
    private final List<List<Integer>> sent = new ArrayList<>();
    private final List<CompletableFuture<List<String>>> answers = new ArrayList<>();
    private final BatchedCommand<Integer, String> command = new BatchedCommand<>(1, 3, this::send);

    private CompletionStage<List<String>> send(List<Integer> questions) {
        sent.add(questions);
        answers.add(new CompletableFuture<>());
        return answers.get(answers.size() - 1);
    }

    private void answerLast() {
        int last = sent.size() - 1;
        answers.get(last)
                .complete(sent.get(last).stream().map(each -> "to " + each).toList());
    }

    @Test
    void theFirstRequestIsSentImmediately() {
        command.ask(1);
        assertThat(sent).containsExactly(List.of(1));
    }

    @Test
    void requestsDuringACommandShareTheNextOneAndGetTheirOwnAnswers() {
        List<CompletionStage<String>> asked =
                IntStream.rangeClosed(1, 6).mapToObj(command::ask).toList();
        answerLast();
        answerLast();
        answerLast();
        assertThat(sent).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5, 6));
        assertThat(asked)
                .extracting(each -> each.toCompletableFuture().getNow("nothing yet"))
                .containsExactly("to 1", "to 2", "to 3", "to 4", "to 5", "to 6");
    }

    @Test
    void aCommandThatThrowsFailsItsOwnRequestsAndIsNotInFlightAnyMore() {
        AtomicInteger calls = new AtomicInteger();
        BatchedCommand<Integer, String> failing = new BatchedCommand<>(1, 3, questions -> {
            if (calls.incrementAndGet() == 1) {
                throw new InternalError("of this test");
            }
            return CompletableFuture.completedFuture(List.of("answer"));
        });

        assertThat(failure(failing.ask(1))).isInstanceOf(StorageException.class).hasMessageContaining("of this test");
        assertThat(await(failing.ask(2))).isEqualTo("answer");
    }

    @Test
    void aFailedCommandFailsOnlyItsOwnRequests() {
        CompletionStage<String> first = command.ask(1);
        CompletionStage<String> next = command.ask(2);
        answers.get(0).completeExceptionally(new IllegalStateException("unavailable"));
        assertThat(first.toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(StorageException.class);
        answerLast();
        assertThat(next.toCompletableFuture()).isCompletedWithValue("to 2");
    }
}
