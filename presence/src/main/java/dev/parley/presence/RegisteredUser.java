package dev.parley.presence;

/**
 * What the registry holds about a user of this node.
 *
 * @param sockets on this node
 * @param isHidden the user appears offline by choice
 */
public record RegisteredUser(int sockets, boolean isOnline, boolean isHidden) {

    boolean agreesWith(int openSockets) {
        return sockets == openSockets && (isOnline || isHidden || openSockets == 0);
    }
}
