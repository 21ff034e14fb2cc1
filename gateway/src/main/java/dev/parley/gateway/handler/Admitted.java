package dev.parley.gateway.handler;

import java.util.Optional;

/**
 * What the gates leave on a session for {@link ConnectionHandler}.
 *
 * @param identity empty without tokens
 * @param ticket empty when the socket cannot be recovered
 * @param comeback not empty when it continues a socket that was lost
 */
record Admitted(Optional<Identity> identity, Optional<RecoveryTicket> ticket, Optional<Comeback> comeback) {

    Admitted(Optional<Identity> identity) {
        this(identity, Optional.empty(), Optional.empty());
    }
}
