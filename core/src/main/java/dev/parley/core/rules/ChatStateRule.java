package dev.parley.core.rules;

import dev.parley.core.chat.Chat;
import dev.parley.core.error.ErrorCode;

/** A closed chat is read-only. */
public record ChatStateRule(Mode mode) implements Rule {

    @Override
    public String name() {
        return "chat-state";
    }

    @Override
    public Verdict judge(Facts facts) {
        boolean closed =
                facts.chat().map(chat -> chat.status() == Chat.Status.CLOSED).orElse(false);
        return Verdict.refuseIf(closed, ErrorCode.CHAT_CLOSED, "the chat is closed");
    }
}
