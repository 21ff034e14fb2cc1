package dev.parley.gateway.http;

import dev.parley.core.id.UserId;

/** A user's connections on all nodes. */
@FunctionalInterface
public interface UserSockets {

    /** Closes them, on every node. At most once, and never fails: what could not be told is counted by the implementation. */
    void disconnect(UserId user);
}
