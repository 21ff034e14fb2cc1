package dev.parley.core.id;

/** Names one stored message; later messages sort after earlier ones. */
public record MessageId(String value) {

    public MessageId {
        value = IdSyntax.checked(value, "messageId");
    }

    @Override
    public String toString() {
        return value;
    }
}
