package dev.parley.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<DrainableSocket> open = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void clientsAreDisconnectedEvenly() throws Exception {
        List<Phone> phones = phones(4);
        Drain drain = new Drain(() -> List.copyOf(open), Duration.ofMillis(400), timer);

        await(drain.begin());

        assertThat(phones)
                .extracting(phone -> phone.turn)
                .containsExactly(millis(0), millis(100), millis(200), millis(300));
        assertThat(open).isEmpty();
    }

    @Test
    void theNodeIsNotReadyFromTheFirstMoment() {
        phones(1);
        Drain drain = new Drain(() -> List.copyOf(open), Duration.ofSeconds(20), timer);
        assertThat(drain.isDraining()).isFalse();

        drain.begin();

        assertThat(drain.isDraining()).isTrue();
    }

    @Test
    void itEndsOnlyWhenTheLastRequestIsAnswered() throws Exception {
        Phone busy = phones(1).get(0);
        busy.answered = new CompletableFuture<>();
        Drain drain = new Drain(() -> List.copyOf(open), Duration.ZERO, timer);

        CompletableFuture<Void> drained = drain.begin().toCompletableFuture();
        busy.askedToClose.get(5, TimeUnit.SECONDS);
        assertThat(drained).isNotDone();
        busy.answered.complete(null);

        await(drained);
    }

    @Test
    void lateClientsAreDisconnectedAtTheEnd() throws Exception {
        phones(1);
        Drain drain = new Drain(() -> List.copyOf(open), Duration.ofMillis(100), timer);

        CompletionStage<Void> drained = drain.begin();
        Phone late = phones(1).get(0);
        await(drained);

        assertThat(late.askedToClose).isDone();
    }

    @Test
    void aNodeWithoutClientsIsDrainedAtOnceAndOnlyOnce() throws Exception {
        Drain drain = new Drain(() -> List.copyOf(open), Duration.ofHours(1), timer);

        await(drain.begin());
        await(drain.begin());
    }

    private List<Phone> phones(int count) {
        List<Phone> phones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            phones.add(new Phone());
        }
        open.addAll(phones);
        return phones;
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static void await(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private final class Phone implements DrainableSocket {
        private final CompletableFuture<Void> askedToClose = new CompletableFuture<>();
        private CompletableFuture<Void> answered = CompletableFuture.completedFuture(null);
        private volatile Duration turn;

        @Override
        public void tell(Duration reconnectAfter) {
            turn = reconnectAfter;
        }

        @Override
        public CompletionStage<Void> closeWhenAnswered() {
            askedToClose.complete(null);
            return answered.thenRun(() -> open.remove(this));
        }
    }
}
