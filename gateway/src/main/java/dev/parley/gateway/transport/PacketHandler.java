package dev.parley.gateway.transport;

import dev.parley.gateway.engineio.MalformedInputException;

/** What a session does with something its client said; what is malformed ends the session. */
@FunctionalInterface
interface PacketHandler {
    void hear() throws MalformedInputException;
}
