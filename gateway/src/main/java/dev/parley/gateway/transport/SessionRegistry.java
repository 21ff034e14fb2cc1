package dev.parley.gateway.transport;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Every open session by its sid and socket id, and how many each address has. Any thread. */
final class SessionRegistry {

    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final Map<UUID, Session> bySocketId = new ConcurrentHashMap<>();
    /** Closed by the server, with packets that the client's next poll shall still get. */
    private final Map<String, Session> lingering = new ConcurrentHashMap<>();

    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final int maxPerAddress;

    SessionRegistry(int maxPerAddress) {
        this.maxPerAddress = maxPerAddress;
    }

    /** Counts one more session of {@code address}; false when it has all it may have. */
    boolean admit(InetAddress address) {
        boolean[] isAdmitted = new boolean[1];
        perAddress.compute(address, (key, count) -> {
            int before = count == null ? 0 : count;
            isAdmitted[0] = before < maxPerAddress;
            return isAdmitted[0] ? before + 1 : count;
        });
        return isAdmitted[0];
    }

    /** Undoes {@link #admit}. */
    void dismiss(InetAddress address) {
        perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

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

    void remove(Session session) {
        if (open.remove(session.sid(), session)) {
            bySocketId.remove(session.getSessionId());
            dismiss(session.address());
        }
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
