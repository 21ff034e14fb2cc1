package dev.parley.core.rules;

import dev.parley.core.chat.MessageRules.Accepted;
import dev.parley.core.chat.MessageRules.Decision;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.rules.HookRule.OnFailure;
import dev.parley.core.rules.MessageHook.Answer;
import dev.parley.core.rules.RuleListener.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Applies the answers of the hook. Without an answer, or with one that is not valid, the rule's {@code on-failure} decides. */
final class HookStage {
    private static final String NO_ANSWER = "the hook has not answered";

    private final MessageHook hook;
    private final RuleListener listener;

    HookStage(MessageHook hook, RuleListener listener) {
        this.hook = hook;
        this.listener = listener;
    }

    /** In mode shadow the sender does not wait for the answer, which is only counted. */
    CompletionStage<Accepted> accept(HookRule rule, SendMessage command, Accepted accepted) {
        if (rule.mode() == Mode.OFF) {
            return CompletableFuture.completedStage(accepted);
        }
        CompletionStage<Optional<Answer>> asked = ask(rule, command, accepted, false)
                .thenApply(answer -> {
                    listener.decided(command, HookRule.NAME, rule.mode(), outcome(rule, answer));
                    return answer;
                });
        return rule.mode() == Mode.SHADOW
                ? CompletableFuture.completedStage(accepted)
                : asked.thenApply(answer -> applied(rule, answer, accepted));
    }

    CompletionStage<Decision> explain(HookRule rule, SendMessage command, Optional<Accepted> accepted) {
        if (rule.mode() == Mode.OFF || accepted.isEmpty()) {
            return CompletableFuture.completedStage(decision(rule, Optional.empty(), Optional.empty()));
        }
        return ask(rule, command, accepted.get(), true).thenApply(answer -> explained(rule, answer));
    }

    /** Never fails. */
    private CompletionStage<Optional<Answer>> ask(
            HookRule rule, SendMessage command, Accepted accepted, boolean explains) {
        boolean hasMedia = !command.media().isEmpty();
        return hook.ask(rule, command, accepted, explains).handle((answer, failure) -> Optional.ofNullable(answer)
                .filter(given -> HookRule.isValid(given, hasMedia)));
    }

    private static Outcome outcome(HookRule rule, Optional<Answer> answer) {
        if (answer.isEmpty()) {
            return rule.onFailure() == OnFailure.ALLOW ? Outcome.UNDECIDED : Outcome.REFUSED;
        }
        if (answer.get() instanceof Answer.Refuse) {
            return Outcome.REFUSED;
        }
        return answer.get() instanceof Answer.Replace ? Outcome.REPLACED : Outcome.ALLOWED;
    }

    /** Without an answer the sender may retry, so the code is that of a store that is unavailable. */
    private static Accepted applied(HookRule rule, Optional<Answer> answer, Accepted accepted) {
        if (answer.isEmpty() && rule.onFailure() == OnFailure.REFUSE) {
            throw new Rejection(ErrorCode.UNAVAILABLE, NO_ANSWER, HookRule.NAME, null, Map.of());
        }
        if (answer.isPresent() && answer.get() instanceof Answer.Refuse refuse) {
            throw new Rejection(ErrorCode.REFUSED_BY_HOOK, refuse.text(), HookRule.NAME, null, Map.of());
        }
        return answer.isPresent() && answer.get() instanceof Answer.Replace replace
                ? new Accepted(accepted.chat(), replace.content(), accepted.data(), accepted.masked())
                : accepted;
    }

    private static Decision explained(HookRule rule, Optional<Answer> answer) {
        if (answer.isEmpty()) {
            return rule.onFailure() == OnFailure.ALLOW
                    ? decision(rule, Optional.empty(), Optional.of("undecided: " + NO_ANSWER))
                    : decision(rule, Optional.of(ErrorCode.UNAVAILABLE), Optional.of(NO_ANSWER));
        }
        if (answer.get() instanceof Answer.Refuse refuse) {
            return decision(rule, Optional.of(ErrorCode.REFUSED_BY_HOOK), Optional.of(refuse.text()));
        }
        return decision(
                rule,
                Optional.empty(),
                answer.get() instanceof Answer.Replace ? Optional.of("replaced the content") : Optional.empty());
    }

    private static Decision decision(HookRule rule, Optional<ErrorCode> code, Optional<String> reason) {
        return new Decision(HookRule.NAME, rule.mode().word(), code.isEmpty(), code.map(ErrorCode::word), reason);
    }
}
