package dev.parley.gateway.handler;

import dev.parley.gateway.fanout.EventLog.Missed;
import dev.parley.gateway.fanout.Member;
import dev.parley.gateway.fanout.ReturningRecipient;
import dev.parley.gateway.recovery.RecoverableSession;

/**
 * A socket that was lost and is here again: in its rooms, with what it missed in hand.
 *
 * @param member of the rooms of {@code session}; what it hears waits in {@code recipient}
 */
record Comeback(
        RecoveryTicket ticket, RecoverableSession session, Member member, ReturningRecipient recipient, Missed missed) {

    /** On the socket's loop, once it has entered the namespace. */
    void replay() {
        recipient.replay(missed);
    }
}
