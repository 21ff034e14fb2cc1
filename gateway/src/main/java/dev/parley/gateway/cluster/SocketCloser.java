package dev.parley.gateway.cluster;

import dev.parley.gateway.transport.SocketHandle;
import java.util.List;

/** Ends a socket because a peer, or another service, asked for it. Any thread. */
@FunctionalInterface
public interface SocketCloser {

    /** @param wholeConnection close the connection below too, not only the namespace */
    void disconnect(SocketHandle socket, boolean wholeConnection);

    /**
     * The same for sockets of this node that will be in one of these rooms by right, and are in none yet. Called before the
     * members of the rooms are ended, so that nobody slips through between the two. There are none unless somebody knows of some.
     *
     * @param rooms empty means every room
     */
    default void disconnectOnTheWayTo(List<String> rooms) {}
}
