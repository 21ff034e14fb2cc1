package dev.parley.core.rules;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.MessageRules.Accepted;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.rules.RuleListener.Outcome;
import java.util.List;
import java.util.Map;

/** Evaluates rules in order, reports each verdict to the listener, and applies those of enforced rules. */
final class Evaluation {
    private final RuleListener listener;

    Evaluation(RuleListener listener) {
        this.listener = listener;
    }

    /** What may be stored; a chat that does not exist is refused whatever the participants rule's mode. */
    Accepted accepted(List<Rule> rules, Facts facts) {
        Said said = enforce(rules, facts);
        Chat chat = facts.chat().orElseThrow(() -> new Rejection(ErrorCode.CHAT_NOT_FOUND, "no such chat"));
        return new Accepted(chat, said.content(), said.data(), said.masked());
    }

    /** What is left of the content, or throws the first enforced rule's {@link Rejection}; later rules are then not asked. */
    Said enforce(List<Rule> rules, Facts facts) {
        String content = facts.content();
        Map<String, Object> data = facts.command().data();
        List<String> masked = List.of();
        for (Rule rule : rules) {
            Verdict verdict = rule.appliesTo(facts) ? judged(rule, facts) : Verdict.ALLOWED;
            if (rule.mode() == Mode.ENFORCE && verdict instanceof Verdict.Refused refused) {
                throw new Rejection(refused.code(), refused.reason(), rule.name(), null, Map.of());
            }
            if (rule.mode() == Mode.ENFORCE && verdict instanceof Verdict.Masked changed) {
                content = changed.content();
                data = changed.data();
                masked = changed.kinds();
            }
        }
        return new Said(content, data, masked);
    }

    private Verdict judged(Rule rule, Facts facts) {
        Verdict verdict = rule.judge(facts);
        listener.decided(facts.command(), rule.name(), rule.mode(), outcome(verdict));
        return verdict;
    }

    /** @param masked kinds of contact details that are no longer in the content */
    record Said(String content, Map<String, Object> data, List<String> masked) {}

    private static Outcome outcome(Verdict verdict) {
        if (verdict instanceof Verdict.Refused) {
            return Outcome.REFUSED;
        }
        if (verdict instanceof Verdict.Masked) {
            return Outcome.MASKED;
        }
        return verdict instanceof Verdict.Undecided ? Outcome.UNDECIDED : Outcome.ALLOWED;
    }
}
