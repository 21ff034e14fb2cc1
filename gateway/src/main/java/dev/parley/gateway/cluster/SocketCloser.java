package dev.parley.gateway.cluster;

import dev.parley.gateway.transport.SocketHandle;
import java.util.List;

/** Closes sockets because a peer, or another service, asked for it. Any thread. */
@FunctionalInterface
public interface SocketCloser {

    /** @param wholeConnection close the connection below too, not only the namespace */
    void disconnect(SocketHandle socket, boolean wholeConnection);

    /**
     * Closes the sockets of this node that belong to one of these rooms and have not joined it. Called before the members of the rooms
     * are closed, so that none escapes by joining between the two.
     *
     * @param rooms empty means every room
     */
    default void disconnectPending(List<String> rooms) {}
}
