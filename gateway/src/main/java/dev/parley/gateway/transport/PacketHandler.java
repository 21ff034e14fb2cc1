package dev.parley.gateway.transport;

import dev.parley.gateway.engineio.MalformedInputException;

/** Handles input of a client. Malformed input closes the session. */
@FunctionalInterface
interface PacketHandler {
    void handle() throws MalformedInputException;
}
