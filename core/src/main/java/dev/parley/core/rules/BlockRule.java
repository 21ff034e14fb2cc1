package dev.parley.core.rules;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.user.User;

/** Refuses messages across a block, in either direction. The error does not tell who set it. */
public record BlockRule(Mode mode) implements Rule {

    @Override
    public String name() {
        return "block";
    }

    @Override
    public Verdict judge(Facts facts) {
        User sender = facts.sender();
        User receiver = facts.receiver();
        return Verdict.refuseIf(
                sender.hasBlocked(receiver.id()) || receiver.hasBlocked(sender.id()),
                ErrorCode.RECIPIENT_UNAVAILABLE,
                "the recipient is unavailable");
    }
}
