package dev.parley.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.trace.TraceRing.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TraceRingTest {
    private final TraceRing ring = new TraceRing(8);

    @Test
    void theOldestRecordsAreOverwritten() {
        for (int i = 1; i <= 20; i++) {
            ring.write(i, Step.DELIVERED, i, -i, Long.MIN_VALUE, i);
        }
        assertThat(entries(0)).extracting(Entry::at).containsExactly(13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L);
        assertThat(entries(19))
                .containsExactly(
                        new Entry(19, Step.DELIVERED, 19, -19, Long.MIN_VALUE, 19),
                        new Entry(20, Step.DELIVERED, 20, -20, Long.MIN_VALUE, 20));
        assertThat(ring.oldest(0)).isEqualTo(13);
    }

    @Test
    void aNewRingReachesBackToItsStart() {
        ring.write(5, Step.JOINED, 1, 1, 1, 1);
        assertThat(ring.oldest(3)).isEqualTo(3);
        assertThat(entries(0)).hasSize(1);
    }

    @Test
    void aReaderSeesNoRecordThatIsHalfWritten() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(2);
        for (int writer = 0; writer < 2; writer++) {
            new Thread(() -> {
                        for (long i = 0; i < 200_000; i++) {
                            ring.write(i, Step.STORED, i, i, i, i);
                        }
                        done.countDown();
                    })
                    .start();
        }
        while (done.getCount() > 0) {
            assertThat(entries(0)).allSatisfy(entry -> {
                assertThat(entry.room()).isEqualTo(entry.subject());
                assertThat(entry.detail()).isEqualTo(entry.subject());
                assertThat(entry.value()).isEqualTo(entry.subject());
            });
        }
        done.await();
    }

    private List<Entry> entries(long since) {
        List<Entry> entries = new ArrayList<>();
        ring.read(since, entries::add);
        return entries;
    }
}
