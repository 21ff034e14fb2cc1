package dev.parley.core.id;

/** Names a device of one user to which pushes are sent; chosen by the front end. */
public record PushSubscriptionId(String value) {

    public PushSubscriptionId {
        value = IdSyntax.checked(value, "the id of the subscription");
    }

    @Override
    public String toString() {
        return value;
    }
}
