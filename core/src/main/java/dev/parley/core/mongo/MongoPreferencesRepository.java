package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.result.UpdateResult;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.Preferences;
import dev.parley.core.reminder.PreferencesRepository;
import dev.parley.core.reminder.QuietHours;
import dev.parley.core.reminder.ReminderChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Preferences in {@code reminderPreferences}, one document per user. Deliberate: a collection of Parley's own, since an application may
 * have preferences of other things on its users.
 */
final class MongoPreferencesRepository implements PreferencesRepository {
    private final AsyncCollection preferences;

    MongoPreferencesRepository(AsyncCollection preferences) {
        this.preferences = preferences;
    }

    @Override
    public CompletionStage<Preferences> find(UserId user) {
        return preferences.one(c -> c.find(of(user)).first()).thenApply(found -> found.map(
                        MongoPreferencesRepository::fromStored)
                .orElse(Preferences.DEFAULT));
    }

    /** Two upserts of one id may both insert; the second one finds the document there. */
    @Override
    public CompletionStage<Void> store(UserId user, Preferences stored) {
        Document document = toStored(user, stored);
        return replace(user, document, true)
                .exceptionallyCompose(failure -> MongoFailures.isDuplicateKey(failure)
                        ? replace(user, document, false)
                        : CompletableFuture.failedStage(failure))
                .thenAccept(done -> {});
    }

    private CompletionStage<UpdateResult> replace(UserId user, Document document, boolean upsert) {
        return preferences.run(c -> c.replaceOne(of(user), document, new ReplaceOptions().upsert(upsert)));
    }

    private static Bson of(UserId user) {
        return eq("_id", IdCodec.of(user));
    }

    private static Document toStored(UserId user, Preferences stored) {
        Document document = new Document("_id", IdCodec.of(user))
                .append(
                        "off",
                        stored.off().stream().map(DocumentReader::word).sorted().toList());
        stored.quietHours()
                .ifPresent(hours -> document.append(
                        "quietHours",
                        new Document("from", hours.from().toString())
                                .append("to", hours.to().toString())
                                .append("timeZone", hours.timeZone().getId())));
        return document;
    }

    private static Preferences fromStored(Document document) {
        Set<String> off = DocumentReader.list(document, "off").stream()
                .map(String::valueOf)
                .collect(Collectors.toSet());
        return new Preferences(
                Stream.of(ReminderChannel.values())
                        .filter(channel -> off.contains(DocumentReader.word(channel)))
                        .collect(Collectors.toSet()),
                document.get("quietHours") instanceof Document hours ? quietHours(hours) : Optional.empty());
    }

    /** Empty for a time zone that this JVM does not know. */
    private static Optional<QuietHours> quietHours(Document hours) {
        try {
            return Optional.of(QuietHours.parse(
                    DocumentReader.text(hours, "from").orElse(""),
                    DocumentReader.text(hours, "to").orElse(""),
                    DocumentReader.text(hours, "timeZone").orElse("")));
        } catch (Rejection invalid) {
            return Optional.empty();
        }
    }
}
