package dev.parley.gateway.transport;

import com.corundumstudio.socketio.HandshakeData;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;

/**
 * A CONNECT packet: a client asks to join a namespace.
 *
 * @param namespace as on the wire: {@code /} or {@code /custom}
 * @param auth the client's {@code auth} object; an empty object when it sent none
 * @param address of the client
 */
public record ConnectRequest(
        String namespace, JsonNode auth, InetAddress address, HandshakeData handshake, Session session) {}
