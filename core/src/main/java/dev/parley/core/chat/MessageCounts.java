package dev.parley.core.chat;

/**
 * What a message says about those before it in its chat, so that no reader has to count them.
 *
 * @param toReceiver how many messages its receiver has been sent, itself included
 * @param inARow how many its sender has sent in a row, itself included. A system message keeps the row before it, with a minus where
 *     that is its receiver's
 * @param system how many system messages there are, itself included; they are sent to nobody
 */
public record MessageCounts(long toReceiver, long inARow, long system) {
    /** Of the first message of a chat. */
    public static final MessageCounts FIRST = new MessageCounts(1, 1, 0);

    /** Of a message that another application or an earlier version of Parley stored. */
    public static final MessageCounts UNKNOWN = new MessageCounts(0, 0, 0);

    public boolean isKnown() {
        return toReceiver > 0 || system > 0;
    }
}
