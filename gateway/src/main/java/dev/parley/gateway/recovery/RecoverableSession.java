package dev.parley.gateway.recovery;

import dev.parley.core.id.UserId;
import java.util.Optional;
import java.util.Set;

/**
 * What of a socket outlives its connection.
 *
 * @param socketId the {@code sid} by which the client knows itself
 * @param user empty when the socket had not said who it is
 * @param since the offset of the last event before the socket came; it missed none up to there
 */
public record RecoverableSession(String socketId, Optional<UserId> user, Set<String> rooms, long since) {

    public RecoverableSession {
        rooms = Set.copyOf(rooms);
    }
}
