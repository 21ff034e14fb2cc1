package dev.parley.core.id;

/** Names one person, however many devices they have connected. */
public record UserId(String value) {

    public UserId {
        IdSyntax.check(value, "userId");
    }

    @Override
    public String toString() {
        return value;
    }
}
