package dev.parley.gateway.admin;

import dev.parley.gateway.transport.SessionAttachment;
import java.util.Optional;

/**
 * Marks the session of an admin, or of a client that asks to become one. Such a session is in no other namespace.
 *
 * @param user empty until the login succeeds
 * @param newSession the id of the session that a login with a password has begun
 */
record AdminAttachment(String user, Optional<String> newSession) implements SessionAttachment {
    static final AdminAttachment ASKING = new AdminAttachment("", Optional.empty());

    /** Marks the session of a client that asks to join another namespace. */
    enum Other implements SessionAttachment {
        ASKING
    }
}
