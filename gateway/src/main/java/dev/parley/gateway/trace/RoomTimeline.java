package dev.parley.gateway.trace;

import dev.parley.gateway.trace.TraceRing.Entry;
import dev.parley.gateway.transport.DisconnectReason;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who was in a room at a time: from the recorded joins and leaves, and from who is in it now. */
final class RoomTimeline {
    private final long room;
    private final long at;
    /** By socket: whether the first record after the time shows that it was in the room then. */
    private final Map<UUID, Boolean> wasIn = new LinkedHashMap<>();

    private final Map<UUID, Entry> ends = new HashMap<>();

    /** @param at milliseconds since the epoch */
    RoomTimeline(String room, long at) {
        this.room = MessageKey.hash(room);
        this.at = at;
    }

    /** Takes the records in order. */
    void add(Entry entry) {
        boolean isMembership = entry.step() == Step.JOINED || entry.step() == Step.LEFT || entry.step() == Step.GONE;
        if (!isMembership || entry.subject() != room) {
            return;
        }
        UUID socket = new UUID(entry.room(), entry.detail());
        boolean joined = entry.step() == Step.JOINED;
        // In the same millisecond: it joined before and left afterwards.
        if (entry.at() < at || joined && entry.at() == at) {
            wasIn.put(socket, joined);
        } else {
            wasIn.putIfAbsent(socket, !joined);
        }
        if (entry.step() == Step.GONE) {
            ends.put(socket, entry);
        }
    }

    /** Those that joined before the first record have none, and are in the room now. */
    void addPresent(Set<UUID> now) {
        now.forEach(socket -> wasIn.putIfAbsent(socket, true));
    }

    Set<UUID> sockets() {
        return wasIn.keySet();
    }

    boolean wasIn(UUID socket) {
        return wasIn.getOrDefault(socket, false);
    }

    /** Empty while it is connected. */
    Optional<Instant> endOf(UUID socket) {
        return Optional.ofNullable(ends.get(socket)).map(end -> Instant.ofEpochMilli(end.at()));
    }

    /** Empty when it is connected, or when the client left the namespace. */
    Optional<String> reasonOf(UUID socket) {
        return Optional.ofNullable(ends.get(socket))
                .filter(end -> end.value() > 0)
                .map(end ->
                        DisconnectReason.values()[(int) end.value() - 1].name().toLowerCase(Locale.ROOT));
    }
}
