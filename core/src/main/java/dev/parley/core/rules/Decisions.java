package dev.parley.core.rules;

import dev.parley.core.chat.MessageRules.Allowance;
import dev.parley.core.chat.MessageRules.Decision;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.rules.RateLimiter.RateDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The decisions of the rules as data for an explanation or an allowance. Nothing is counted or enforced. */
final class Decisions {
    private Decisions() {}

    /** One per rule, also for the rules after a refusal; the list may be added to. */
    static List<Decision> of(List<Rule> rules, Facts facts) {
        List<Decision> decisions = new ArrayList<>();
        for (Rule rule : rules) {
            Verdict verdict = rule.appliesTo(facts) ? rule.judge(facts) : Verdict.ALLOWED;
            decisions.add(decision(rule, verdict));
        }
        return decisions;
    }

    /** @param rate empty where the limiter was not asked or is unavailable */
    static Decision of(RateRule rule, Optional<RateDecision> rate) {
        boolean allowed = rate.map(RateDecision::allowed).orElse(true);
        return allowed
                ? allowed(RateRule.NAME, rule.mode(), Optional.empty())
                : refused(RateRule.NAME, rule.mode(), ErrorCode.RATE_LIMITED, "too many messages");
    }

    static Allowance allowance(List<Decision> decisions, RateRule rule, Optional<RateDecision> rate) {
        Optional<Long> remaining = rate.map(RateDecision::remaining);
        Optional<String> refusing = decisions.stream()
                .filter(Decisions::isRefusal)
                .map(Decision::rule)
                .findFirst();
        if (refusing.isPresent()) {
            return new Allowance(false, refusing, remaining, Optional.empty());
        }
        return isRefusal(of(rule, rate))
                ? new Allowance(false, Optional.of(RateRule.NAME), remaining, rate.map(RateDecision::retryAfter))
                : new Allowance(true, Optional.empty(), remaining, Optional.empty());
    }

    private static boolean isRefusal(Decision decision) {
        return !decision.allowed() && decision.mode().equals(Mode.ENFORCE.word());
    }

    private static Decision decision(Rule rule, Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            return refused(rule.name(), rule.mode(), refused.code(), refused.reason());
        }
        if (verdict instanceof Verdict.Masked masked) {
            return allowed(rule.name(), rule.mode(), Optional.of("masked: " + String.join(", ", masked.kinds())));
        }
        return verdict instanceof Verdict.Undecided
                ? allowed(rule.name(), rule.mode(), Optional.of("undecided: its store is unavailable"))
                : allowed(rule.name(), rule.mode(), Optional.empty());
    }

    private static Decision allowed(String rule, Mode mode, Optional<String> reason) {
        return new Decision(rule, mode.word(), true, Optional.empty(), reason);
    }

    private static Decision refused(String rule, Mode mode, ErrorCode code, String reason) {
        return new Decision(rule, mode.word(), false, Optional.of(code.word()), Optional.of(reason));
    }
}
