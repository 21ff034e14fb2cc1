package dev.parley.core.mongo;

import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.error.StorageException;
import dev.parley.core.id.ChatId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PerChatQueueTest {
    private static final ChatId ROOF = new ChatId("roof");
    private static final ChatId DOOR = new ChatId("door");

    private final PerChatQueue<String> lanes = new PerChatQueue<>(2, Duration.ofMinutes(1));
    private final List<String> begun = new ArrayList<>();

    @Test
    void whatIsWrittenToOneChatIsWrittenOneAfterTheOther() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        lanes.submit(ROOF, () -> begin("one", slow));
        CompletionStage<String> second = lanes.submit(ROOF, () -> begin("two", done("two")));
        assertThat(begun).containsExactly("one");
        slow.complete("one");
        assertThat(await(second)).isEqualTo("two");
        assertThat(begun).containsExactly("one", "two");
    }

    @Test
    void chatsDoNotWaitForEachOther() {
        lanes.submit(ROOF, () -> begin("one", new CompletableFuture<>()));
        assertThat(await(lanes.submit(DOOR, () -> begin("two", done("two"))))).isEqualTo("two");
    }

    @Test
    void aFailureDoesNotStopTheLane() {
        CompletableFuture<String> broken = new CompletableFuture<>();
        CompletionStage<String> first = lanes.submit(ROOF, () -> begin("one", broken));
        CompletionStage<String> second = lanes.submit(ROOF, () -> begin("two", done("two")));
        broken.completeExceptionally(new StorageException("away", null));
        assertThat(failure(first)).isInstanceOf(StorageException.class);
        assertThat(await(second)).isEqualTo("two");
    }

    @Test
    void aFullLaneRefusesAtOnceAndWritesNothing() {
        lanes.submit(ROOF, () -> begin("one", new CompletableFuture<>()));
        lanes.submit(ROOF, () -> begin("two", done("two")));
        lanes.submit(ROOF, () -> begin("three", done("three")));
        assertThat(failure(lanes.submit(ROOF, () -> begin("four", done("four")))))
                .isInstanceOf(StorageException.class);
        assertThat(begun).containsExactly("one");
    }

    @Test
    void whoHasWaitedTooLongIsRefusedAndNotWritten() {
        PerChatQueue<String> impatient = new PerChatQueue<>(2, Duration.ofMillis(20));
        CompletableFuture<String> stuck = new CompletableFuture<>();
        impatient.submit(ROOF, () -> begin("one", stuck));
        CompletionStage<String> second = impatient.submit(ROOF, () -> begin("two", done("two")));
        assertThat(failure(second)).isInstanceOf(StorageException.class);
        stuck.complete("one");
        assertThat(await(impatient.submit(ROOF, () -> begin("three", done("three")))))
                .isEqualTo("three");
        assertThat(begun).containsExactly("one", "three");
    }

    private CompletionStage<String> begin(String name, CompletionStage<String> end) {
        begun.add(name);
        return end;
    }

    private static CompletableFuture<String> done(String name) {
        return CompletableFuture.completedFuture(name);
    }
}
