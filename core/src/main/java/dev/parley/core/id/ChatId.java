package dev.parley.core.id;

/** Names one chat, and with it one Socket.IO room. */
public record ChatId(String value) {

    public ChatId {
        value = IdSyntax.checked(value, "chatId");
    }

    @Override
    public String toString() {
        return value;
    }
}
