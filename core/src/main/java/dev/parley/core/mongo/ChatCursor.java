package dev.parley.core.mongo;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import java.time.Instant;
import org.bson.Document;

/** Where a page of chats ended. */
record ChatCursor(Instant updatedAt, ChatId id) {

    static ChatCursor behind(Document last) {
        return new ChatCursor(ChatCodec.updatedAt(last), new ChatId(IdCodec.text(last.get("_id"))));
    }

    String text() {
        return OpaqueText.of(updatedAt.toEpochMilli() + " " + id);
    }

    /** Throws {@link ErrorCode#INVALID_PAYLOAD} for text that is not a cursor. */
    static ChatCursor parse(String cursor) {
        String[] parts = OpaqueText.plain(cursor).split(" ", 2);
        try {
            return new ChatCursor(Instant.ofEpochMilli(Long.parseLong(parts[0])), new ChatId(parts[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException notOurs) {
            throw new Rejection(ErrorCode.INVALID_PAYLOAD, "unknown cursor");
        }
    }
}
