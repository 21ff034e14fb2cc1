package dev.parley.gateway.presence;

/** The users that receive a presence change; never across a block. */
public enum PresenceAudience {
    /** Every connected user. */
    EVERYONE,
    /** Those who share a chat with the user. */
    CONTACTS
}
