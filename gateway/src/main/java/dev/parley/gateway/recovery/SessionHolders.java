package dev.parley.gateway.recovery;

import dev.parley.gateway.cluster.SocketCloser;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.transport.SocketHandle;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The sockets of this node by the secret with which each holds its session. When another socket takes a live session over, on any
 * node, the older socket is closed by a disconnect of a room that stands for its secret. Any thread.
 */
public final class SessionHolders implements SocketCloser {
    /** No id has a space, so no client can name such a room. */
    private static final String ROOM = "parley holder ";

    private final SocketCloser closer;
    private final ConcurrentMap<String, SocketHandle> sockets = new ConcurrentHashMap<>();

    /** @param closer closes a socket, and those that have not joined their rooms yet */
    public SessionHolders(SocketCloser closer) {
        this.closer = closer;
    }

    /** The target of a disconnect that closes the socket with this secret. */
    public static BroadcastTarget socketOf(String holder) {
        return BroadcastTarget.room(ROOM + holder);
    }

    void add(String holder, SocketHandle socket) {
        sockets.put(holder, socket);
    }

    void remove(String holder) {
        sockets.remove(holder);
    }

    @Override
    public void disconnect(SocketHandle socket, boolean wholeConnection) {
        closer.disconnect(socket, wholeConnection);
    }

    @Override
    public void disconnectPending(List<String> rooms) {
        closer.disconnectPending(rooms);
        for (String room : rooms) {
            SocketHandle socket = room.startsWith(ROOM) ? sockets.get(room.substring(ROOM.length())) : null;
            if (socket != null) {
                socket.eventLoop().execute(() -> closer.disconnect(socket, true));
            }
        }
    }
}
