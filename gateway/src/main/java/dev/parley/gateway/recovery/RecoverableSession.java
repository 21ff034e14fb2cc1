package dev.parley.gateway.recovery;

import dev.parley.core.id.UserId;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a socket that outlives its connection.
 *
 * @param socketId the {@code sid} that the client was given
 * @param user empty when the socket had not identified itself
 * @param since the offset of the last event before the socket connected; it missed none up to there
 */
public record RecoverableSession(String socketId, Optional<UserId> user, Set<String> rooms, long since) {

    public RecoverableSession {
        rooms = Set.copyOf(rooms);
    }
}
