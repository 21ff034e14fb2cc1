package dev.parley.core.chat;

import dev.parley.core.id.ChatId;
import java.util.List;

/**
 * The state of a chat for someone who has just joined its room.
 *
 * @param lastSeq the highest number stored so far, 0 for an empty chat
 * @param messages ascending
 * @param hasMore whether there are further ones: newer when something after a number was asked for, otherwise older
 */
public record JoinedChat(ChatId chatId, long lastSeq, long unread, List<Message> messages, boolean hasMore) {

    public JoinedChat {
        messages = List.copyOf(messages);
    }
}
