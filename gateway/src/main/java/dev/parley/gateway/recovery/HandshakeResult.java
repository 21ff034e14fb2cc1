package dev.parley.gateway.recovery;

import dev.parley.gateway.auth.Identity;
import java.util.Optional;

/**
 * What the authorizers found out about a socket before it enters the namespace; the session carries it to the connect listener.
 *
 * @param identity empty without tokens
 * @param ticket empty when the socket cannot be recovered
 * @param comeback not empty when it continues a socket that was lost
 */
public record HandshakeResult(
        Optional<Identity> identity, Optional<SessionCredentials> ticket, Optional<RestoredSession> comeback) {

    public HandshakeResult(Optional<Identity> identity) {
        this(identity, Optional.empty(), Optional.empty());
    }
}
