package dev.parley.core.rules;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.MessageRules.Accepted;
import dev.parley.core.chat.MessageRules.Decision;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.StorageException;
import dev.parley.core.rules.HookRule.OnFailure;
import dev.parley.core.rules.MessageHook.Answer;
import dev.parley.core.rules.RuleListener.Outcome;
import dev.parley.core.testing.People;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class HookStageTest {
    private static final Chat CHAT = People.chat("64b000000000000000000c01");
    private static final SendMessage COMMAND = People.command(CHAT.id(), ANNA, "hello");
    private static final Accepted HELLO = new Accepted(CHAT, "hello", Map.of(), List.of());
    private static final Answer REFUSE = new Answer.Refuse("Not before the deposit.");

    private final List<Outcome> outcomes = new ArrayList<>();
    private int asked;

    @Test
    void aHookThatIsOffIsNotAsked() {
        assertThat(await(accept(Mode.OFF, OnFailure.REFUSE, REFUSE))).isSameAs(HELLO);
        assertThat(asked).isZero();
        assertThat(outcomes).isEmpty();
    }

    @Test
    void theBusinessAllowsRefusesOrReplaces() {
        assertThat(await(accept(Mode.ENFORCE, OnFailure.ALLOW, Answer.ALLOW))).isSameAs(HELLO);
        assertThat(await(accept(Mode.ENFORCE, OnFailure.ALLOW, new Answer.Replace("h*llo")))
                        .content())
                .isEqualTo("h*llo");
        var refused = refusal(accept(Mode.ENFORCE, OnFailure.ALLOW, REFUSE));
        assertThat(refused.code()).isEqualTo(ErrorCode.REFUSED_BY_HOOK);
        assertThat(refused.rule()).contains("hook");
        assertThat(refused).hasMessage("Not before the deposit.");
        assertThat(outcomes).containsExactly(Outcome.ALLOWED, Outcome.REPLACED, Outcome.REFUSED);
    }

    @Test
    void withoutAnAnswerTheOperatorDecides() {
        assertThat(await(accept(Mode.ENFORCE, OnFailure.ALLOW, null))).isSameAs(HELLO);
        assertThat(refusal(accept(Mode.ENFORCE, OnFailure.REFUSE, null)).code())
                .as("the sender may retry")
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(outcomes).containsExactly(Outcome.UNDECIDED, Outcome.REFUSED);
    }

    @Test
    void aReplacementThatIsNoMessageIsNoAnswer() {
        for (String content : List.of("", "x".repeat(PayloadRule.MAX_CODE_POINTS + 1))) {
            assertThat(await(accept(Mode.ENFORCE, OnFailure.ALLOW, new Answer.Replace(content))))
                    .isSameAs(HELLO);
        }
        assertThat(outcomes).containsOnly(Outcome.UNDECIDED);
    }

    @Test
    void inShadowTheSenderDoesNotWait() {
        CompletableFuture<Answer> later = new CompletableFuture<>();
        HookStage stage = new HookStage(
                (rule, command, accepted, explains) -> later, (rule, mode, outcome) -> outcomes.add(outcome));
        assertThat(await(stage.accept(rule(Mode.SHADOW, OnFailure.REFUSE), COMMAND, HELLO)))
                .isSameAs(HELLO);
        later.complete(REFUSE);
        assertThat(outcomes).containsExactly(Outcome.REFUSED);
    }

    @Test
    void anExplanationSaysWhatTheHookSays() {
        Decision refused =
                await(stage(REFUSE).explain(rule(Mode.ENFORCE, OnFailure.ALLOW), COMMAND, Optional.of(HELLO)));
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.code()).contains("refused_by_hook");
        assertThat(refused.reason()).contains("Not before the deposit.");
        Decision undecided =
                await(stage(null).explain(rule(Mode.ENFORCE, OnFailure.ALLOW), COMMAND, Optional.of(HELLO)));
        assertThat(undecided.allowed()).isTrue();
        assertThat(undecided.reason()).contains("undecided: the hook has not answered");
        assertThat(outcomes).as("an explanation is not counted").isEmpty();
    }

    private CompletionStage<Accepted> accept(Mode mode, OnFailure onFailure, Answer answer) {
        return stage(answer).accept(rule(mode, onFailure), COMMAND, HELLO);
    }

    /** @param answer null for none */
    private HookStage stage(Answer answer) {
        MessageHook hook = (rule, command, accepted, explains) -> {
            asked++;
            return answer == null
                    ? CompletableFuture.failedStage(new StorageException("no answer", null))
                    : CompletableFuture.completedStage(answer);
        };
        return new HookStage(hook, (rule, mode, outcome) -> outcomes.add(outcome));
    }

    private static HookRule rule(Mode mode, OnFailure onFailure) {
        return new HookRule(mode, Optional.empty(), List.of(), Duration.ofSeconds(1), onFailure);
    }
}
