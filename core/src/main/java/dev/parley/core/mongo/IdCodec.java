package dev.parley.core.mongo;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import org.bson.types.ObjectId;

/** How an id is stored: 24 hexadecimal digits as ObjectId, anything else as it is (contract, section 2). */
final class IdCodec {
    private IdCodec() {}

    static Object of(UserId id) {
        return of(id.value());
    }

    static Object of(ChatId id) {
        return of(id.value());
    }

    static Object of(MessageId id) {
        return of(id.value());
    }

    static Object of(NotificationId id) {
        return of(id.value());
    }

    static Object of(String id) {
        return ObjectId.isValid(id) ? new ObjectId(id) : id;
    }

    static String text(Object stored) {
        return stored instanceof ObjectId id ? id.toHexString() : String.valueOf(stored);
    }

    static UserId user(Object stored) {
        return new UserId(text(stored));
    }
}
