package dev.parley.core.user;

/** Which side of the marketplace someone is on. */
public enum Role {
    CLIENT,
    PROVIDER,
    /** Another back-end service, acting for anyone. */
    SERVICE
}
