package dev.parley.gateway.presence;

/** Who hears that somebody came online or went offline; nobody hears it of someone they have a block with. */
public enum PresenceAudience {
    /** Every connected user. */
    EVERYONE,
    /** Those who share a chat with the user. */
    CONTACTS
}
