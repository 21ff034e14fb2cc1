package dev.parley.core.rules;

import dev.parley.core.chat.Chat;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.id.UserId;

/** Restricts the first message of a chat to certain roles. */
public record StartRule(Mode mode, Starter who) implements Rule {

    /** The sides that may start. */
    public enum Starter {
        CLIENT,
        PROVIDER,
        BOTH
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public Verdict judge(Facts facts) {
        UserId sender = facts.command().sender();
        boolean refused = facts.isFirst()
                && facts.chat().map(chat -> !mayStart(chat, sender)).orElse(false);
        return Verdict.refuseIf(refused, ErrorCode.CANNOT_START_CHAT, "the other side has to write first");
    }

    boolean mayStart(Chat chat, UserId sender) {
        return switch (who) {
            case CLIENT -> sender.equals(chat.client());
            case PROVIDER -> sender.equals(chat.provider());
            case BOTH -> true;
        };
    }
}
