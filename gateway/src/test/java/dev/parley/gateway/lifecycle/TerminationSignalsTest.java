package dev.parley.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TerminationSignalsTest {
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Integer> exited = new CompletableFuture<>();
    private final CompletableFuture<Integer> halted = new CompletableFuture<>();
    private final TerminationSignals signals = new TerminationSignals(ended::join, exited::complete, halted::complete);

    @Test
    void theFirstSignalEndsInOrderWithZero() throws Exception {
        signals.received();
        assertThat(exited).isNotDone();

        ended.complete(null);

        assertThat(exited.get(5, TimeUnit.SECONDS)).isZero();
        assertThat(halted).isNotDone();
    }

    @Test
    void theSecondSignalEndsAtOnce() {
        signals.received();
        signals.received();

        assertThat(halted).isCompletedWithValue(143);
        ended.complete(null);
    }
}
