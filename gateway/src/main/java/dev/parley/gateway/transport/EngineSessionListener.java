package dev.parley.gateway.transport;

import dev.parley.gateway.engineio.MalformedInputException;

/** The protocol above Engine.IO, for one session. Called on the session's event loop. */
interface EngineSessionListener {

    /** @param packet the whole text packet; the message begins at index 1, after the packet type */
    void text(byte[] packet) throws MalformedInputException;

    void binary(byte[] data) throws MalformedInputException;

    /** Disconnects the client from one namespace. */
    void disconnectNamespace(String namespace);

    /** Sends a DISCONNECT packet for each namespace. Called before the server closes the session. */
    void sendDisconnects();

    /** The session is over: nothing comes any more. */
    void ended();
}
