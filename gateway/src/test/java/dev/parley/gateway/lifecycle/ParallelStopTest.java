package dev.parley.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelStopTest {
    private static final int NODES = 16;

    /** Each waits for all others, so a stop that waits for its turn fails. */
    @Test
    void sixteenNodesDrainAtTheSameTime() {
        CyclicBarrier all = new CyclicBarrier(NODES);
        AtomicInteger together = new AtomicInteger();

        ParallelStop.run(Collections.nCopies(NODES, () -> {
            if (isReached(all)) {
                together.incrementAndGet();
            }
        }));

        assertThat(together).hasValue(NODES);
    }

    private static boolean isReached(CyclicBarrier all) {
        try {
            all.await(10, TimeUnit.SECONDS);
            return true;
        } catch (Exception notTogether) {
            return false;
        }
    }
}
