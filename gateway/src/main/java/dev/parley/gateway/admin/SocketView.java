package dev.parley.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A socket as the Admin UI and the adapters of Node.js servers read it. Without headers and address of the request, which sessions do not
 * keep.
 *
 * @param rooms its own id first, as in Node.js
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record SocketView(
        String id,
        String clientId,
        String transport,
        String nsp,
        Map<String, Object> data,
        Map<String, Object> handshake,
        List<String> rooms) {
    private static final int CLIENT_ID = 12;

    /**
     * @param data what is shown of its user
     * @param joined its rooms
     */
    static SocketView of(
            Session session, String id, String namespace, Map<String, Object> data, Collection<String> joined) {
        String clientId = id.substring(0, Math.min(CLIENT_ID, id.length()));
        String transport = transportOf(session);
        List<String> rooms = new ArrayList<>(List.of(id));
        rooms.addAll(joined);
        Map<String, Object> all = new LinkedHashMap<>(data);
        all.put("_admin", Map.of("clientId", clientId, "transport", transport));
        return new SocketView(id, clientId, transport, namespace, all, handshake(session), rooms);
    }

    static String transportOf(Session session) {
        return session.getCurrentTransport().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> handshake(Session session) {
        Instant time = session.getHandshakeData().getTime().toInstant();
        return Map.of(
                "address", session.getHandshakeData().getAddress().getAddress().getHostAddress(),
                "headers", Map.of(),
                "query", Map.of(),
                "issued", time.toEpochMilli(),
                "time", time.toString(),
                "url", "",
                "secure", false,
                "xdomain", session.getHandshakeData().isXdomain());
    }

    /** In the words of Node.js. */
    static String reasonOf(Session session) {
        return session.endReason().map(SocketView::words).orElse("client namespace disconnect");
    }

    private static String words(DisconnectReason reason) {
        return reason == DisconnectReason.SERVER_DISCONNECT
                ? "server namespace disconnect"
                : reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
