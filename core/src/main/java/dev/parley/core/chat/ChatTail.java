package dev.parley.core.chat;

import dev.parley.core.id.UserId;
import java.time.Duration;
import java.time.Instant;

/**
 * The newest message of a chat, as far as the next one is numbered and counted from it.
 *
 * @param seq 0 for an empty chat
 */
public record ChatTail(long seq, UserId sender, UserId receiver, MessageCounts counts, Instant createdAt) {
    /** A time that is further ahead than the clocks of a cluster can be is no reason to write later times. */
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(5);

    /** Its counts are 0, so it does not matter whose they are. */
    private static final UserId NOBODY = new UserId("nobody");

    public static final ChatTail EMPTY = new ChatTail(0, NOBODY, NOBODY, MessageCounts.UNKNOWN, Instant.EPOCH);

    public static ChatTail of(Message newest) {
        return new ChatTail(newest.seq(), newest.sender(), newest.receiver(), newest.counts(), newest.createdAt());
    }

    /** Whether the counts are known; those of an empty chat are. */
    public boolean isCounted() {
        return seq == 0 || counts.isKnown();
    }

    /** Whether no participant has written yet. */
    public boolean isUnstarted() {
        return seq == counts.system();
    }

    /**
     * How many messages this participant has been sent. Every message but those of the system is for one of the two, so the others
     * are for the other.
     */
    public long sentTo(UserId participant) {
        return participant.equals(receiver) ? counts.toReceiver() : seq - counts.system() - counts.toReceiver();
    }

    /** How many messages this user has sent since somebody else's last one. */
    public long inARowOf(UserId user) {
        if (user.equals(sender)) {
            return Math.max(0, counts.inARow());
        }
        return user.equals(receiver) ? Math.max(0, -counts.inARow()) : 0;
    }

    /** The counts of the message that follows. */
    public MessageCounts following(UserId itsSender, UserId itsReceiver) {
        return new MessageCounts(sentTo(itsReceiver) + 1, inARowOf(itsSender) + 1, counts.system());
    }

    /** The counts of a system message that follows: what the participants have sent stays as it is. */
    MessageCounts followingSystem(UserId itsSender, UserId itsReceiver) {
        long row = inARowOf(itsSender) - inARowOf(itsReceiver);
        return new MessageCounts(sentTo(itsReceiver), row, counts.system() + 1);
    }

    /** The time of a message that follows and was written at {@code time}: not before this one's, as clocks of nodes differ. */
    Instant following(Instant time) {
        return createdAt.isAfter(time) && createdAt.isBefore(time.plus(LARGEST_SKEW)) ? createdAt : time;
    }

    public ChatTail withCounts(MessageCounts known) {
        return new ChatTail(seq, sender, receiver, known, createdAt);
    }
}
