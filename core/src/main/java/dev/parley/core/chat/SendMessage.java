package dev.parley.core.chat;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.util.List;
import java.util.Optional;

/**
 * A wish to post in a chat.
 *
 * @param content as the client sent it, untrimmed
 * @param clientMessageId the same on every retry; unique per sender and chat
 */
public record SendMessage(
        ChatId chatId,
        UserId sender,
        String content,
        MessageType messageType,
        List<Media> media,
        Optional<String> clientMessageId) {

    public SendMessage {
        media = List.copyOf(media);
    }
}
