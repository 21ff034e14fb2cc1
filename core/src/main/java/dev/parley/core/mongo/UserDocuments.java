package dev.parley.core.mongo;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import dev.parley.core.id.UserId;
import dev.parley.core.user.Role;
import dev.parley.core.user.User;
import dev.parley.core.user.UserChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The {@code users} collection's documents. */
final class UserDocuments {
    private UserDocuments() {}

    static User fromStored(Document document) {
        return new User(
                StoredIds.user(document.get("_id")),
                Fields.word(document, "role", Role.values()),
                Fields.text(document, "displayName"),
                Fields.flag(document, "suspended"),
                blocked(document),
                Fields.flag(document, "isOnline"),
                Fields.time(document, "lastActive"));
    }

    /** Never empty, which MongoDB would refuse. */
    static Bson toUpdate(UserChange change) {
        List<Bson> changes = new ArrayList<>();
        changes.add(setOnInsert("blocked", List.of()));
        change.role().ifPresent(role -> changes.add(set("role", Fields.word(role))));
        change.displayName().ifPresent(name -> changes.add(set("displayName", name)));
        change.suspended().ifPresent(suspended -> changes.add(set("suspended", suspended)));
        return combine(changes);
    }

    private static Set<UserId> blocked(Document document) {
        return Fields.list(document, "blocked").stream().map(StoredIds::user).collect(Collectors.toUnmodifiableSet());
    }
}
