package dev.parley.gateway.recovery;

import dev.parley.gateway.cluster.MissedPackets;
import dev.parley.gateway.rooms.Member;

/**
 * A session that continues on a new socket, which is in its rooms and has not been sent the missed events yet.
 *
 * @param member of the rooms of {@code session}
 * @param socket holds live events back until the replay
 */
public record RestoredSession(
        SessionCredentials credentials,
        RecoverableSession session,
        Member member,
        BufferingSocket socket,
        MissedPackets missed) {

    /** Sends what was missed, then what was held back. On the socket's loop, once it has entered the namespace. */
    public void replay() {
        socket.replay(missed);
    }
}
