package dev.parley.core.id;

/** Names one stored notification; later notifications sort after earlier ones. */
public record NotificationId(String value) {

    public NotificationId {
        value = IdSyntax.checked(value, "notificationId");
    }

    @Override
    public String toString() {
        return value;
    }
}
