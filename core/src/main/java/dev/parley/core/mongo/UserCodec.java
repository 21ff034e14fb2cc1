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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The {@code users} collection's documents. */
final class UserCodec {
    private UserCodec() {}

    static Optional<User> fromStored(Document document) {
        return IdCodec.user(document.get("_id")).map(id -> fromStored(document, id));
    }

    private static User fromStored(Document document, UserId id) {
        return new User(
                id,
                DocumentReader.word(document, "role", Role.values()),
                DocumentReader.text(document, "displayName"),
                DocumentReader.flag(document, "suspended"),
                blocked(document),
                DocumentReader.flag(document, "isOnline"),
                DocumentReader.time(document, "lastActive"));
    }

    /** Never empty, which MongoDB would refuse. */
    static Bson toUpdate(UserChange change) {
        List<Bson> changes = new ArrayList<>();
        changes.add(setOnInsert("blocked", List.of()));
        change.role().ifPresent(role -> changes.add(set("role", DocumentReader.word(role))));
        change.displayName().ifPresent(name -> changes.add(set("displayName", name)));
        change.suspended().ifPresent(suspended -> changes.add(set("suspended", suspended)));
        return combine(changes);
    }

    private static Set<UserId> blocked(Document document) {
        return DocumentReader.list(document, "blocked").stream()
                .map(IdCodec::user)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
