package dev.parley.gateway.events;

import dev.parley.gateway.cluster.SocketCloser;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.SocketHandle;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Authenticated sockets that have not joined their user room yet. A disconnect of the user closes them as well. Any thread.
 */
public final class PendingUserSockets implements SocketCloser {
    private final ConcurrentMap<String, Set<Connection>> byRoom = new ConcurrentHashMap<>();

    void add(String room, Connection connection) {
        byRoom.compute(room, (same, others) -> {
            Set<Connection> all = others == null ? ConcurrentHashMap.newKeySet(1) : others;
            all.add(connection);
            return all;
        });
    }

    void remove(String room, Connection connection) {
        byRoom.computeIfPresent(room, (same, all) -> {
            all.remove(connection);
            return all.isEmpty() ? null : all;
        });
    }

    /** Deliberate: the whole connection either way, with a reason after which the client does not reconnect. */
    @Override
    public void disconnect(SocketHandle socket, boolean wholeConnection) {
        socket.close(DisconnectReason.SERVER_DISCONNECT);
    }

    @Override
    public void disconnectPending(List<String> rooms) {
        waitingFor(rooms).toList().forEach(connection -> connection.output().close(DisconnectReason.SERVER_DISCONNECT));
    }

    private Stream<Connection> waitingFor(List<String> rooms) {
        Stream<Set<Connection>> meant = rooms.isEmpty()
                ? byRoom.values().stream()
                : rooms.stream().map(room -> byRoom.getOrDefault(room, Set.of()));
        return meant.flatMap(Set::stream);
    }
}
