package dev.parley.gateway.transport;

import com.corundumstudio.socketio.HandshakeData;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A client's wish to enter a namespace.
 *
 * @param namespace as on the wire: {@code /} or {@code /custom}
 * @param auth the client's {@code auth} object; an empty object when it sent none
 */
public record ConnectRequest(String namespace, JsonNode auth, HandshakeData handshake, Session session) {}
