package dev.parley.gateway.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.MessageRules.Accepted;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.rules.HookRule;
import dev.parley.core.rules.RulesFile;
import dev.parley.core.testing.People;
import dev.parley.gateway.webhooks.Receiver;
import dev.parley.gateway.webhooks.Receiver.Reply;
import dev.parley.testing.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Prints what a question costs a message while the hook answers, hangs and is down. {@code -Dparley.hook.questions=20000} for more. */
class HookCostIT {
    private static final int QUESTIONS = Integer.getInteger("parley.hook.questions", 200);

    private final Receiver receiver = new Receiver();
    private int timeoutMs = 3_000;
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final HttpMessageHook hook =
            new HttpMessageHook(registry, () -> "64b000000000000000000d01", Clock.systemUTC(), System::nanoTime);

    @AfterEach
    void end() {
        hook.stop();
        receiver.close();
    }

    @Test
    void aHookThatAnswersIsAskedAboutEveryMessage() {
        report("answers", QUESTIONS);

        assertThat(outcomes("answered")).isEqualTo(QUESTIONS);
    }

    @Test
    void aHookThatHangsCostsItsTimeoutUntilTheCircuitOpens() {
        receiver.behave(question -> Reply.HANG);
        timeoutMs = 300;
        report("hangs, first", CircuitBreaker.FAILURES_IN_A_ROW);
        report("hangs, circuit open", QUESTIONS);

        assertThat(outcomes("timeout")).isEqualTo(receiver.all().size());
        assertThat(outcomes("circuit_open")).isPositive();
    }

    @Test
    void aHookThatIsDownIsNotAskedForLong() {
        receiver.close();
        report("is down, first", CircuitBreaker.FAILURES_IN_A_ROW);
        report("is down, circuit open", QUESTIONS);

        assertThat(outcomes("connect")).isGreaterThanOrEqualTo(CircuitBreaker.FAILURES_IN_A_ROW);
        assertThat(outcomes("circuit_open")).isPositive();
    }

    private void report(String behaviour, int questions) {
        List<Long> micros =
                IntStream.range(0, questions).mapToObj(i -> ask()).sorted().toList();
        System.out.printf(
                "hook %s: %d questions, p50 %d us, p99 %d us, most %d us%n",
                behaviour,
                questions,
                micros.get(questions / 2),
                micros.get(questions * 99 / 100),
                micros.get(questions - 1));
    }

    /** How long it took, in microseconds. */
    private long ask() {
        SendMessage command =
                People.command(People.chat("64b0000000000000000000c1").id(), People.ANNA, "hello");
        Accepted accepted = new Accepted(People.chat("64b0000000000000000000c1"), "hello", Map.of(), List.of());
        HookRule rule = rule();
        long start = System.nanoTime();
        try {
            Waiting.of(hook.ask(rule, command, accepted, false));
        } catch (CompletionException noAnswer) {
            // counted by the hook
        }
        return (System.nanoTime() - start) / 1_000;
    }

    private long outcomes(String outcome) {
        return registry.get("parley.hook").tag("outcome", outcome).timer().count();
    }

    private HookRule rule() {
        return RulesFile.parse(
                        "hook: { mode: enforce, url: %s, secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw], timeout-ms: %d, allow-http: true, allow-private: true }"
                                .formatted(receiver.url(), timeoutMs))
                .hook();
    }
}
