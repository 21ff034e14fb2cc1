package dev.parley.gateway.recovery;

import dev.parley.gateway.cluster.EventLog.Missed;
import dev.parley.gateway.rooms.Member;

/**
 * A socket that was lost and is here again: in its rooms, with what it missed in hand.
 *
 * @param member of the rooms of {@code session}; what it hears waits in {@code recipient}
 */
public record RestoredSession(
        SessionCredentials ticket,
        RecoverableSession session,
        Member member,
        BufferingSocket recipient,
        Missed missed) {

    /** On the socket's loop, once it has entered the namespace. */
    public void replay() {
        recipient.replay(missed);
    }
}
