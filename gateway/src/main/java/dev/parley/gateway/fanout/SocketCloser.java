package dev.parley.gateway.fanout;

import dev.parley.gateway.transport.Recipient;

/** Ends a socket because a peer, or another service, asked for it. Any thread. */
@FunctionalInterface
public interface SocketCloser {

    /** @param wholeConnection close the connection below too, not only the namespace */
    void disconnect(Recipient socket, boolean wholeConnection);
}
