package dev.parley.gateway.recovery;

import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.transport.SessionAttachment;
import java.util.Optional;

/**
 * The outcome of a socket's authorization, which the session carries to the connect listener.
 *
 * @param identity empty without tokens
 * @param credentials empty when its session cannot be resumed
 * @param restored present when it resumes a session
 */
public record HandshakeResult(
        Optional<Identity> identity, Optional<SessionCredentials> credentials, Optional<RestoredSession> restored)
        implements SessionAttachment {

    public HandshakeResult(Optional<Identity> identity) {
        this(identity, Optional.empty(), Optional.empty());
    }
}
