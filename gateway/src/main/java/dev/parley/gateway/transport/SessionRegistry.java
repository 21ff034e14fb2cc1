package dev.parley.gateway.transport;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Every open session by its sid and socket id. Any thread. */
final class SessionRegistry {

    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final Map<UUID, Session> bySocketId = new ConcurrentHashMap<>();
    /** Closed by the server, with packets that the client's next poll shall still get. */
    private final Map<String, Session> lingering = new ConcurrentHashMap<>();

    void add(Session session) {
        open.put(session.sid(), session);
        bySocketId.put(session.getSessionId(), session);
    }

    /** Null when there is none, open or lingering. */
    Session find(String sid) {
        Session session = open.get(sid);
        return session != null ? session : lingering.get(sid);
    }

    /** Null when it is not open. */
    Session find(UUID socketId) {
        return bySocketId.get(socketId);
    }

    /** False when it was not open. */
    boolean remove(Session session) {
        if (open.remove(session.sid(), session)) {
            bySocketId.remove(session.getSessionId());
            return true;
        }
        return false;
    }

    void linger(Session session) {
        lingering.put(session.sid(), session);
    }

    void endLinger(Session session) {
        lingering.remove(session.sid());
    }

    Collection<Session> all() {
        return open.values();
    }

    int size() {
        return open.size();
    }

    int lingering() {
        return lingering.size();
    }
}
