package dev.parley.core.id;

/** Names one chat, and with it one Socket.IO room. */
public record ChatId(String value) {

    public ChatId {
        value = IdSyntax.checked(value, "chatId");
    }

    /** Every chat of Parley's own is one; another id names a chat that cannot be. */
    public boolean isObjectId() {
        return IdSyntax.isObjectId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
