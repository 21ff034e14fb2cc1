package dev.parley.core.id;

/** Names one person, however many devices they have connected. */
public record UserId(String value) {

    public UserId {
        value = IdSyntax.checked(value, "userId");
    }

    @Override
    public String toString() {
        return value;
    }
}
