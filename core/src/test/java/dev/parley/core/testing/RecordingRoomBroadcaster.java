package dev.parley.core.testing;

import dev.parley.core.chat.Message;
import dev.parley.core.chat.RoomBroadcaster;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records broadcasts in order. Thread-safe. */
public final class RecordingRoomBroadcaster implements RoomBroadcaster {
    private final List<Message> posted = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();

    /** The messages that the room heard. */
    public List<Message> posted() {
        return posted;
    }

    /** Everything that was told, such as {@code typing boris true}. */
    public List<String> told() {
        return told;
    }

    @Override
    public void messagePosted(Message message) {
        posted.add(message);
        told.add("posted " + message.content());
    }

    @Override
    public void notified(UserId user, Message message, long unreadCount) {
        told.add("notified " + user + " unread " + unreadCount);
    }

    @Override
    public void resync(Message message) {
        told.add("resync " + message.content());
    }

    @Override
    public void messagesDelivered(ChatId chat, UserId receiver, long upToSeq, Instant deliveredAt) {
        told.add("delivered to " + receiver + " up to " + upToSeq);
    }

    @Override
    public void messagesRead(ChatId chat, UserId reader, long upToSeq, long readCount, Instant readAt) {
        told.add("read by " + reader + " up to " + upToSeq + " count " + readCount);
    }

    @Override
    public void messagesReadPrivately(ChatId chat, UserId reader, long upToSeq, long readCount, Instant readAt) {
        told.add("own devices: read by " + reader + " up to " + upToSeq + " count " + readCount);
    }

    @Override
    public void userTyping(ChatId chat, UserId typist, boolean isTyping) {
        told.add("typing " + typist + " " + isTyping);
    }
}
