package dev.parley.core.chat;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.text.UnicodeText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command: post a message in a chat. Throws {@link ErrorCode#INVALID_PAYLOAD} for text that is not well-formed and for data of a
 * message type that has none, and {@link ErrorCode#FORBIDDEN} for a system message that is not a service's.
 *
 * @param sender of a system message any name; it is stored with a participant as its sender
 * @param content as the client sent it, untrimmed
 * @param data JSON values that the stores can keep; empty for none
 * @param clientMessageId the same on every retry; unique per sender and chat
 * @param byService whether a back-end service posts it and not a participant's client
 */
public record SendMessage(
        ChatId chatId,
        UserId sender,
        String content,
        MessageType messageType,
        List<Media> media,
        Map<String, Object> data,
        Optional<String> clientMessageId,
        boolean byService) {

    /** UTF-16 units; the key is part of an index. */
    private static final int MAX_KEY = 128;

    /** Of a participant's client, without data. */
    public SendMessage(
            ChatId chatId,
            UserId sender,
            String content,
            MessageType messageType,
            List<Media> media,
            Optional<String> clientMessageId) {
        this(chatId, sender, content, messageType, media, Map.of(), clientMessageId, false);
    }

    public SendMessage {
        media = List.copyOf(media);
        if (messageType == MessageType.SYSTEM && !byService) {
            throw new Rejection(ErrorCode.FORBIDDEN, "only a service posts messages of type system");
        }
        if (!data.isEmpty() && !messageType.hasData()) {
            throw new Rejection(ErrorCode.INVALID_PAYLOAD, "data is for messages of type custom or system");
        }
        UnicodeText.requireWellFormed(content, "content");
        clientMessageId.ifPresent(key -> UnicodeText.requireWellFormed(key, "clientMessageId"));
        if (clientMessageId
                .filter(key -> key.isEmpty() || key.length() > MAX_KEY)
                .isPresent()) {
            throw new Rejection(
                    ErrorCode.INVALID_PAYLOAD, "clientMessageId must be a string of 1 to " + MAX_KEY + " characters");
        }
    }

    public boolean isSystem() {
        return messageType == MessageType.SYSTEM;
    }
}
