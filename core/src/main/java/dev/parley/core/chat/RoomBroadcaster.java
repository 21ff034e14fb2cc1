package dev.parley.core.chat;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Instant;

/**
 * Broadcasts chat events to rooms on every node.
 *
 * <p>At most once, and never fails: a lost push is counted by the implementation and read from history later.
 */
public interface RoomBroadcaster {

    /** To the chat's room. */
    void messagePosted(Message message);

    /** To all devices of one of the message's audience, whether or not they have joined the chat. */
    void notified(UserId user, Message message, long unreadCount);

    /** Tells the chat's room and all devices of the audience to read again: they may have missed the message. */
    void resync(Message message);

    /** To the chat's room. */
    void messagesDelivered(ChatId chat, UserId receiver, long upToSeq, Instant deliveredAt);

    /** To the chat's room and to the reader's other devices. */
    void messagesRead(ChatId chat, UserId reader, long upToSeq, long readCount, Instant readAt);

    /** To the reader's own devices only. */
    void messagesReadPrivately(ChatId chat, UserId reader, long upToSeq, long readCount, Instant readAt);

    /** To the chat's room but the typist's own devices. */
    void userTyping(ChatId chat, UserId typist, boolean isTyping);
}
