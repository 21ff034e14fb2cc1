package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import dev.parley.core.id.UserId;
import dev.parley.core.reminder.Contact;
import dev.parley.core.reminder.Contacts;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.bson.Document;

/** The fields {@code email}, {@code displayName} and {@code name} of {@code users}; the first and the last are the application's. */
final class MongoContacts implements Contacts {
    private final AsyncCollection users;

    MongoContacts(AsyncCollection users) {
        this.users = users;
    }

    @Override
    public CompletionStage<Map<UserId, Contact>> find(Collection<UserId> wanted) {
        Map<UserId, Contact> contacts = new HashMap<>();
        wanted.forEach(user -> contacts.put(user, Contact.UNKNOWN));
        return users.all(c -> c.find(in("_id", wanted.stream().map(IdCodec::of).toList()))
                        .projection(include("email", "displayName", "name")))
                .thenApply(found -> {
                    found.forEach(document ->
                            IdCodec.user(document.get("_id")).ifPresent(user -> contacts.put(user, contact(document))));
                    return contacts;
                });
    }

    private static Contact contact(Document document) {
        return new Contact(
                DocumentReader.text(document, "email"),
                DocumentReader.text(document, "displayName")
                        .or(() -> DocumentReader.text(document, "name"))
                        .filter(name -> !name.isBlank()));
    }
}
