package dev.parley.gateway.handler;

import java.util.Optional;

/** What the gate leaves on a session for {@link ConnectionHandler}. @param identity empty without tokens */
record Admitted(Optional<Identity> identity) {}
