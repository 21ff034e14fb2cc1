package dev.parley.core.rules;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.id.UserId;

/** A chat has exactly one client and one provider; for anyone else there is no chat. */
public record ParticipantsRule(Mode mode) implements Rule {

    @Override
    public String name() {
        return "participants";
    }

    @Override
    public Verdict judge(Facts facts) {
        UserId sender = facts.command().sender();
        boolean takesPart =
                facts.chat().map(chat -> chat.hasParticipant(sender)).orElse(false);
        return Verdict.refuseIf(!takesPart, ErrorCode.CHAT_NOT_FOUND, "no such chat");
    }
}
