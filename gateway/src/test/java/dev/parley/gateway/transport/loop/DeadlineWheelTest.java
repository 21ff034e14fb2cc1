package dev.parley.gateway.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineWheelTest {

    private static final long TICK = 10;

    private final List<Long> fired = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final DeadlineWheel wheel = new DeadlineWheel(TICK, 0, failures::add);

    private final class Recorded extends DeadlineWheel.Entry {
        @Override
        public void expired(long now) {
            fired.add(now);
        }
    }

    @Test
    void aDeadlineFiresOnceWithinATickAndNeverEarly() {
        wheel.set(new Recorded(), 95);
        wheel.advance(94);
        assertThat(fired).isEmpty();
        wheel.advance(100);
        wheel.advance(10_000);
        assertThat(fired).containsExactly(100L);
    }

    @Test
    void aMovedDeadlineFiresAtItsLastPlaceAndACancelledOneNever() {
        var moved = new Recorded();
        var cancelled = new Recorded();
        wheel.set(moved, 50);
        wheel.set(moved, 200);
        wheel.set(cancelled, 50);
        wheel.cancel(cancelled);
        wheel.cancel(cancelled);
        wheel.advance(190);
        assertThat(fired).isEmpty();
        wheel.advance(200);
        assertThat(fired).containsExactly(200L);
    }

    @Test
    void aDeadlineInThePastFiresAtTheNextTick() {
        wheel.advance(1000);
        wheel.set(new Recorded(), 5);
        wheel.advance(1010);
        assertThat(fired).containsExactly(1010L);
    }

    @Test
    void anEntryCanSetItsDeadlineWhenItFires() {
        wheel.set(
                new DeadlineWheel.Entry() {
                    @Override
                    public void expired(long now) {
                        fired.add(now);
                        wheel.set(this, now + 20);
                    }
                },
                20);
        for (long now = 0; now <= 100; now += TICK) {
            wheel.advance(now);
        }
        assertThat(fired).containsExactly(20L, 40L, 60L, 80L, 100L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void manyDeadlinesNearAndFarAllFireOnTime(long seed) {
        var random = new Random(seed);
        var late = new ArrayList<Long>();
        int entries = 5_000;
        for (int i = 0; i < entries; i++) {
            long deadline = random.nextInt(20_000);
            wheel.set(
                    new DeadlineWheel.Entry() {
                        @Override
                        public void expired(long now) {
                            late.add(now - deadline);
                        }
                    },
                    deadline);
        }
        for (long now = 0; now < 20_000 + TICK; now += TICK) {
            wheel.advance(now);
        }
        assertThat(late).hasSize(entries).allMatch(by -> by >= 0 && by <= TICK);
    }

    @Test
    void anEntryThatFailsFiresAgainAndKeepsNoOtherFromFiring() {
        wheel.set(new FailingOnce(), 20);
        wheel.set(new Recorded(), 20);
        wheel.set(new FailingOnce(), 20);
        wheel.set(new Recorded(), 30);
        wheel.advance(30);
        assertThat(fired).containsExactly(30L, 30L);
        assertThat(failures).hasSize(2);
        wheel.advance(40);
        assertThat(fired).containsExactly(30L, 30L, 40L, 40L);
        assertThat(wheel.size()).isZero();
    }

    private final class FailingOnce extends DeadlineWheel.Entry {
        private boolean hasFailed;

        @Override
        public void expired(long now) {
            if (!hasFailed) {
                hasFailed = true;
                throw new InternalError("of this test");
            }
            fired.add(now);
        }
    }

    @Test
    void aLoopThatStoodStillCatchesUp() {
        wheel.set(new Recorded(), 100);
        wheel.set(new Recorded(), 40_000);
        wheel.advance(1_000_000);
        assertThat(fired).hasSize(2);
    }
}
