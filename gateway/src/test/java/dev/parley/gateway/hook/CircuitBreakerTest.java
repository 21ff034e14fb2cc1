package dev.parley.gateway.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private long now;
    private final CircuitBreaker breaker = new CircuitBreaker(() -> now);

    @Test
    void afterSomeFailuresInARowItOpens() {
        IntStream.range(1, CircuitBreaker.FAILURES_IN_A_ROW).forEach(i -> breaker.failed());
        assertThat(breaker.mayCall()).isTrue();
        breaker.succeeded();
        IntStream.range(1, CircuitBreaker.FAILURES_IN_A_ROW).forEach(i -> breaker.failed());
        assertThat(breaker.mayCall()).as("a success in between").isTrue();
        breaker.failed();
        assertThat(breaker.mayCall()).isFalse();
    }

    @Test
    void thenOneCallProbesTheServerAndItsOutcomeDecides() {
        open();
        now += CircuitBreaker.OPEN_FOR.toNanos();
        assertThat(breaker.mayCall()).isTrue();
        assertThat(breaker.mayCall()).as("while the probe is in flight").isFalse();
        breaker.failed();
        assertThat(breaker.mayCall()).isFalse();

        now += CircuitBreaker.OPEN_FOR.toNanos();
        assertThat(breaker.mayCall()).isTrue();
        breaker.succeeded();
        assertThat(breaker.mayCall()).isTrue();
        assertThat(breaker.isOpen()).isFalse();
    }

    private void open() {
        IntStream.range(0, CircuitBreaker.FAILURES_IN_A_ROW).forEach(i -> breaker.failed());
    }
}
