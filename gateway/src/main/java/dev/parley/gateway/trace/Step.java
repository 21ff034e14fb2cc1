package dev.parley.gateway.trace;

import java.util.Locale;

/** What a record says. The order is part of no contract; records do not outlive the process. */
enum Step {
    /** The rules refused it; by the client's own id, since it has no other. */
    REFUSED,
    /** A rule in mode shadow would have refused or changed it; by the client's own id. */
    SHADOWED,
    /** MongoDB has acknowledged it. */
    STORED,
    /** Redis has taken it for the other nodes. */
    PUBLISHED,
    /** Redis did not take it. */
    PUBLISH_LOST,
    /** Handed to the sockets of this node in a room, whose number is in the record. */
    DELIVERED,
    /** A socket joined a room. */
    JOINED,
    /** A socket left a room and stays connected. */
    LEFT,
    /** A socket disconnected while it was in a room. */
    GONE,
    /** This node may miss what others publish. */
    CUT,
    /** This node hears again; its sockets were told to resync. */
    RESYNCED;

    static final Step[] ALL = values();

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
