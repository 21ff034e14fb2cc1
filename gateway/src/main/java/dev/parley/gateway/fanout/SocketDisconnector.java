package dev.parley.gateway.fanout;

/** Ends sockets on every node of the cluster. At most once, never fails. Any thread. */
public interface SocketDisconnector {

    /** @param wholeConnection close the connection below too, not only the namespace */
    void disconnect(Target target, boolean wholeConnection);
}
