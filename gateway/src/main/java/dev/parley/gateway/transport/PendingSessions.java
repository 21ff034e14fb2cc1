package dev.parley.gateway.transport;

import dev.parley.gateway.transport.limits.AddressKey;
import dev.parley.gateway.transport.limits.SessionAdmission;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions that are in no namespace. Together they hold a bounded number of bytes: over the bound of the node the oldest of them is
 * closed, and over half of it the oldest of its address, so that a flood of handshakes shortens its own time first. Any thread.
 */
final class PendingSessions {

    /** Heap of a session and its connection, without the text of its handshake. */
    private static final int SESSION_BYTES = 4 << 10;

    private record Entry(Optional<AddressKey> address, int bytes) {}

    private static final class Address {
        final LinkedHashMap<Session, Integer> sessions = new LinkedHashMap<>(2);
        long bytes;
    }

    private final long maxBytes;
    private final SessionAdmission admission;
    private final LinkedHashMap<Session, Entry> all = new LinkedHashMap<>();
    private final Map<AddressKey, Address> addresses = new HashMap<>();
    private long bytes;

    PendingSessions(long maxBytes, SessionAdmission admission) {
        this.maxBytes = maxBytes;
        this.admission = admission;
    }

    /** @param handshakeBytes of the text that is kept until the session joins a namespace */
    void add(Session session, int handshakeBytes) {
        Session evicted = reserve(session, SESSION_BYTES + handshakeBytes);
        while (evicted != null) {
            evicted.closeIfPending(DisconnectReason.TOO_MANY_PENDING);
            evicted = overdrawn();
        }
    }

    private synchronized Session reserve(Session session, int weight) {
        InetAddress client = session.address();
        Optional<AddressKey> key = admission.isShared(client) ? Optional.empty() : Optional.of(AddressKey.of(client));
        all.put(session, new Entry(key, weight));
        bytes += weight;
        key.ifPresent(known -> {
            Address address = addresses.computeIfAbsent(known, same -> new Address());
            address.sessions.put(session, weight);
            address.bytes += weight;
        });
        Address own = key.map(addresses::get).orElse(null);
        return own != null && own.bytes > maxBytes / 2 ? takeOldest(own.sessions) : overdrawn();
    }

    /** Takes the oldest session while there is more than the node may hold; null otherwise. */
    private synchronized Session overdrawn() {
        return bytes > maxBytes ? takeOldest(all) : null;
    }

    private Session takeOldest(LinkedHashMap<Session, ?> sessions) {
        Iterator<Session> oldest = sessions.keySet().iterator();
        Session session = oldest.next();
        remove(session);
        return session;
    }

    /** The session joined a namespace, or ended. */
    synchronized void remove(Session session) {
        Entry entry = all.remove(session);
        if (entry == null) {
            return;
        }
        bytes -= entry.bytes();
        entry.address().ifPresent(key -> {
            Address address = addresses.get(key);
            address.sessions.remove(session);
            address.bytes -= entry.bytes();
            if (address.sessions.isEmpty()) {
                addresses.remove(key);
            }
        });
    }

    synchronized int size() {
        return all.size();
    }
}
