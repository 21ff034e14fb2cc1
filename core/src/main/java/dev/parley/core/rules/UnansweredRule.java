package dev.parley.core.rules;

import dev.parley.core.error.ErrorCode;

/** Refuses more than {@code max} messages in a row without a reply before the booking. */
public record UnansweredRule(Mode mode, int max) implements Rule {

    @Override
    public String name() {
        return "unanswered";
    }

    @Override
    public Verdict judge(Facts facts) {
        if (!facts.isBeforeBooking()) {
            return Verdict.ALLOWED;
        }
        if (facts.unanswered().isEmpty()) {
            return Verdict.UNDECIDED;
        }
        return Verdict.refuseIf(
                facts.unanswered().getAsLong() >= max,
                ErrorCode.AWAITING_REPLY,
                "at most " + max + " messages without a reply");
    }
}
