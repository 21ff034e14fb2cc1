package dev.parley.core.chat;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.text.UnicodeText;
import java.util.List;
import java.util.Optional;

/**
 * A command: post a message in a chat. Throws {@link ErrorCode#INVALID_PAYLOAD} for text that is not well-formed.
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

    /** UTF-16 units; the key is part of an index. */
    private static final int MAX_KEY = 128;

    public SendMessage {
        media = List.copyOf(media);
        UnicodeText.requireWellFormed(content, "content");
        clientMessageId.ifPresent(key -> UnicodeText.requireWellFormed(key, "clientMessageId"));
        if (clientMessageId
                .filter(key -> key.isEmpty() || key.length() > MAX_KEY)
                .isPresent()) {
            throw new Rejection(
                    ErrorCode.INVALID_PAYLOAD, "clientMessageId must be a string of 1 to " + MAX_KEY + " characters");
        }
    }
}
