package dev.parley.gateway.cluster;

import dev.parley.gateway.rooms.BroadcastTarget;

/** Closes sockets on every node of the cluster. At most once, never fails. Any thread. */
public interface SocketDisconnector {

    /** @param wholeConnection close the connection below too, not only the namespace */
    void disconnect(BroadcastTarget target, boolean wholeConnection);
}
