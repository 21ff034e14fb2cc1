package dev.parley.core.migration;

import dev.parley.core.error.Rejection;
import dev.parley.core.id.UserId;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Ids as applications store them: an ObjectId, its 24 digits, another text, or a subdocument with one of them. */
final class StoredIds {
    private StoredIds() {}

    /** In the form in which Parley stores it; empty for what is no id of a user or a chat. */
    static Optional<Object> stored(Object value) {
        return user(value).map(id -> ObjectId.isValid(id.value()) ? new ObjectId(id.value()) : id.value());
    }

    static Optional<UserId> user(Object value) {
        Object id = value instanceof Document document ? inner(document) : value;
        if (!(id instanceof ObjectId || id instanceof String)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new UserId(id.toString()));
        } catch (Rejection noId) {
            return Optional.empty();
        }
    }

    /** Both forms, for a query. */
    static List<Object> forms(UserId id) {
        return ObjectId.isValid(id.value()) ? List.of(new ObjectId(id.value()), id.value()) : List.of(id.value());
    }

    private static Object inner(Document document) {
        Object user = document.get("user");
        return user != null ? user : document.get("_id");
    }
}
