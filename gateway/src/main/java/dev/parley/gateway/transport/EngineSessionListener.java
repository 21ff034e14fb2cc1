package dev.parley.gateway.transport;

import dev.parley.gateway.engineio.MalformedInputException;

/** The protocol above Engine.IO, for one session. Called on the session's event loop. */
interface EngineSessionListener {

    /** @param packet the whole text packet; the message begins at index 1, after the packet type */
    void text(byte[] packet) throws MalformedInputException;

    void binary(byte[] data) throws MalformedInputException;

    /** The server sends the client out of one namespace. */
    void dismiss(String namespace);

    /** The server is about to close the session for good: the last chance to tell the client. */
    void farewell();

    /** The session is over: nothing comes any more. */
    void ended();
}
