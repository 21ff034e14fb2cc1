package dev.parley.gateway.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.MessageRules.Accepted;
import dev.parley.core.chat.MessageType;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.endpoint.Signature;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.rules.HookRule;
import dev.parley.core.rules.MessageHook.Answer;
import dev.parley.core.rules.RulesFile;
import dev.parley.gateway.webhooks.Receiver;
import dev.parley.gateway.webhooks.Receiver.Received;
import dev.parley.gateway.webhooks.Receiver.Reply;
import dev.parley.testing.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions to a real HTTP server. */
class HttpMessageHookIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final UserId ANNA = new UserId("anna");
    private static final Chat CHAT = new Chat(
            new ChatId("64b000000000000000000c01"),
            ANNA,
            new UserId("boris"),
            Optional.of("booking-1"),
            Chat.Stage.INQUIRY,
            Chat.Status.OPEN,
            0,
            Optional.empty(),
            Instant.EPOCH,
            Instant.EPOCH);

    private final Receiver receiver = new Receiver();
    private int timeoutMs = 3_000;
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong skipped = new AtomicLong();
    private final HttpMessageHook hook = new HttpMessageHook(
            registry, () -> "64b000000000000000000d01", Clock.systemUTC(), () -> System.nanoTime() + skipped.get());

    @AfterEach
    void end() {
        hook.stop();
        receiver.close();
    }

    @Test
    void theQuestionIsSignedAndHoldsTheMessageAndItsChat() {
        assertThat(ask()).isEqualTo(Answer.ALLOW);

        Received question = receiver.all().get(0);
        assertThat(question.type()).isEqualTo("message.sending");
        assertThat(question.data().path("message").path("content").asText()).isEqualTo("hello");
        assertThat(question.data().path("message").path("receiver").asText()).isEqualTo("boris");
        assertThat(question.data().path("chat").path("context").asText()).isEqualTo("booking-1");
        Instant at = Instant.ofEpochSecond(Long.parseLong(question.headers().getFirst("webhook-timestamp")));
        assertThat(question.headers().getFirst("webhook-signature"))
                .isEqualTo(Signature.headers(question.id(), at, question.raw(), List.of(Signature.secret(SECRET)))
                        .get("webhook-signature"));
    }

    @Test
    void theAnswerAllowsRefusesOrReplaces() {
        receiver.behave(question -> Reply.json("{\"action\":\"allow\"}"));
        assertThat(ask()).isEqualTo(Answer.ALLOW);
        receiver.behave(question -> Reply.json("{\"action\":\"refuse\",\"message\":\"Not before the deposit.\"}"));
        assertThat(ask()).isEqualTo(new Answer.Refuse("Not before the deposit."));
        receiver.behave(question -> Reply.json("{\"action\":\"replace\",\"content\":\" h*llo \"}"));
        assertThat(ask()).isEqualTo(new Answer.Replace("h*llo"));
    }

    @Test
    void eachAnswerMakesRoomForAnotherQuestion() {
        for (int questions = 0; questions <= 100; questions++) {
            assertThat(ask()).isEqualTo(Answer.ALLOW);
        }
    }

    @Test
    void anythingElseIsNoAnswer() {
        for (String body : List.of("hello", "{}", "[]", "{\"action\":\"maybe\"}", "{\"action\":\"replace\"}")) {
            receiver.behave(question -> Reply.json(body));
            assertThat(fails()).as(body).isTrue();
            receiver.behave(question -> Reply.OK);
            ask();
        }
        receiver.behave(question -> Reply.status(500));
        assertThat(fails()).isTrue();
        assertThat(outcomes("invalid_reply")).isEqualTo(5);
        assertThat(outcomes("status_5xx")).isEqualTo(1);
    }

    @Test
    void aHookThatHangsIsNotAskedAfterSomeFailuresAndThenProbed() {
        receiver.behave(question -> Reply.HANG);
        timeoutMs = 100;
        for (int i = 0; i < CircuitBreaker.FAILURES_IN_A_ROW; i++) {
            assertThat(fails()).isTrue();
        }
        int asked = receiver.all().size();
        assertThat(fails()).isTrue();
        assertThat(receiver.all()).as("it is not asked").hasSize(asked);
        assertThat(outcomes("circuit_open")).isEqualTo(1);
        assertThat(registry.get("parley.hook.open").gauge().value()).isEqualTo(1);

        receiver.behave(question -> Reply.OK);
        timeoutMs = 3_000;
        skipped.addAndGet(CircuitBreaker.OPEN_FOR.plus(Duration.ofSeconds(1)).toNanos());
        assertThat(ask()).as("it is probed").isEqualTo(Answer.ALLOW);
        assertThat(registry.get("parley.hook.open").gauge().value()).isZero();
    }

    private Answer ask() {
        SendMessage command = new SendMessage(CHAT.id(), ANNA, "hello", MessageType.TEXT, List.of(), Optional.empty());
        return Waiting.of(hook.ask(rule(), command, new Accepted(CHAT, "hello", Map.of(), List.of()), false));
    }

    private boolean fails() {
        try {
            ask();
            return false;
        } catch (CompletionException noAnswer) {
            return true;
        }
    }

    private long outcomes(String outcome) {
        return registry.get("parley.hook").tag("outcome", outcome).timer().count();
    }

    private HookRule rule() {
        return RulesFile.parse(
                        "hook: { mode: enforce, url: %s, secrets: [%s], timeout-ms: %d, allow-http: true, allow-private: true }"
                                .formatted(receiver.url(), SECRET, timeoutMs))
                .hook();
    }
}
