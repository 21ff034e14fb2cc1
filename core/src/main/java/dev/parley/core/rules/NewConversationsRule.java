package dev.parley.core.rules;

import dev.parley.core.error.ErrorCode;

/** How many conversations one account may start with its first message. */
public record NewConversationsRule(Mode mode, int perDay, int perWeek) implements Rule {

    @Override
    public String name() {
        return "new-conversations";
    }

    @Override
    public Verdict judge(Facts facts) {
        if (!facts.isFirst()) {
            return Verdict.ALLOWED;
        }
        if (facts.startedToday().isEmpty() || facts.startedThisWeek().isEmpty()) {
            return Verdict.UNDECIDED;
        }
        return Verdict.refuseIf(
                facts.startedToday().getAsLong() >= perDay
                        || facts.startedThisWeek().getAsLong() >= perWeek,
                ErrorCode.NEW_CONVERSATION_LIMIT,
                "at most " + perDay + " new conversations a day and " + perWeek + " a week");
    }
}
