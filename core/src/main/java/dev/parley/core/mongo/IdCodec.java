package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.or;

import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** How an id is stored: 24 hexadecimal digits as ObjectId, anything else as it is (contract, section 2). */
final class IdCodec {
    /** Stands for a user that a document does not name. */
    private static final UserId UNKNOWN = new UserId("unknown");

    /** Every ObjectId sorts after every string. */
    private static final Object FIRST_OBJECT_ID = new ObjectId(new byte[12]);

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

    /** A comparison finds values of its own type only, and ids are of two. */
    static Bson behind(String field, Object id) {
        return id instanceof ObjectId ? gt(field, id) : or(gt(field, id), gte(field, FIRST_OBJECT_ID));
    }

    static String text(Object stored) {
        return stored instanceof ObjectId id ? id.toHexString() : String.valueOf(stored);
    }

    /** Empty for a field that is missing or holds no id of a user: other applications write these documents too. */
    static Optional<UserId> user(Object stored) {
        if (stored == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new UserId(text(stored)));
        } catch (Rejection noUser) {
            return Optional.empty();
        }
    }

    static UserId userOrUnknown(Object stored) {
        return user(stored).orElse(UNKNOWN);
    }
}
