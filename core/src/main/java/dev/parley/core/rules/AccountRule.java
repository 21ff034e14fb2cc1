package dev.parley.core.rules;

import dev.parley.core.error.ErrorCode;

/** A suspended account does not send. */
public record AccountRule(Mode mode) implements Rule {

    @Override
    public String name() {
        return "account";
    }

    @Override
    public Verdict judge(Facts facts) {
        return Verdict.refuseIf(
                facts.sender().suspended(), ErrorCode.ACCOUNT_SUSPENDED, "the sender's account is suspended");
    }
}
