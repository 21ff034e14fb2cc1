package dev.parley.core.migration;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * Adds Parley's fields beside the application's. What was done is told from the documents themselves, so a run that was interrupted goes on
 * with the next one, and a second run finds nothing to do. Both the application and Parley may write meanwhile.
 */
final class DatabaseMigration {
    /** How far {@link #runNewest} looks back, by the time in the ids. */
    private static final Duration NEWEST = Duration.ofMinutes(5);

    private static final int NAMED = 10;
    private final MongoDatabase database;
    private final ChatSides sides;
    private final ChatMigration migration;
    private final Clock clock;

    private final List<String> undecided = new ArrayList<>();
    private long undecidedChats;
    private long chats;
    private long numbered;

    DatabaseMigration(MongoDatabase database, SideRules rules, Clock clock) {
        this.database = database;
        this.sides = new ChatSides(database, rules);
        this.migration = new ChatMigration(database);
        this.clock = clock;
    }

    MigrationReport dryRun() {
        for (Document chat : database.getCollection("chats").find(DatabaseCheck.WITHOUT_SIDES)) {
            if (decided(chat).isPresent()) {
                chats++;
            }
        }
        return report(
                count("messages", DatabaseCheck.UNLINKED),
                count("messages", DatabaseCheck.UNNUMBERED),
                count("notifications", or(DatabaseCheck.WITHOUT_USER, DatabaseCheck.WITHOUT_BODY)));
    }

    MigrationReport run() {
        long linked = linkMessages(new Document());
        long notifications = notifications(new Document());
        migrateChats(new Document());
        return report(linked, numbered, notifications);
    }

    MigrationReport runNewest() {
        Bson newest =
                gte("_id", new ObjectId((int) clock.instant().minus(NEWEST).getEpochSecond(), 0));
        long linked = linkMessages(newest);
        long notifications = notifications(newest);
        migrateChats(or(and(newest, DatabaseCheck.WITHOUT_SIDES), in("_id", chatsOf(newest))));
        return report(linked, numbered, notifications);
    }

    private long linkMessages(Bson which) {
        return new BatchedScan(database.getCollection("messages"))
                .update(and(which, DatabaseCheck.UNLINKED), message -> StoredIds.stored(message.get("chat"))
                        .map(chat -> set("chatId", chat)));
    }

    private long notifications(Bson which) {
        Bson lacking = and(which, or(DatabaseCheck.WITHOUT_USER, DatabaseCheck.WITHOUT_BODY));
        return new BatchedScan(database.getCollection("notifications"))
                .update(lacking, DatabaseMigration::notification);
    }

    private static Optional<Bson> notification(Document document) {
        List<Bson> fields = new ArrayList<>();
        if (document.get("userId") == null) {
            StoredIds.stored(document.get("user")).ifPresent(user -> fields.add(set("userId", user)));
        }
        if (document.get("body") == null && document.get("message") instanceof String text) {
            fields.add(set("body", text));
        }
        if (document.get("isRead") == null && document.get("read") instanceof Boolean read) {
            fields.add(set("isRead", read));
        }
        return fields.isEmpty() ? Optional.empty() : Optional.of(combine(fields));
    }

    private Set<Object> chatsOf(Bson newestMessages) {
        Set<Object> ids = new LinkedHashSet<>();
        for (Document message : database.getCollection("messages")
                .find(and(newestMessages, DatabaseCheck.UNNUMBERED, ne("chatId", null)))
                .projection(include("chatId"))) {
            ids.add(message.get("chatId"));
        }
        return ids;
    }

    private void migrateChats(Bson which) {
        for (Document chat : database.getCollection("chats").find(which)) {
            decided(chat).ifPresent(two -> {
                numbered += migration.migrate(chat, two);
                chats += ChatSides.areIn(chat) ? 0 : 1;
            });
        }
    }

    private Optional<Sides> decided(Document chat) {
        Optional<Sides> found = sides.of(chat);
        if (found.isEmpty()) {
            undecidedChats++;
            if (undecided.size() < NAMED) {
                undecided.add(String.valueOf(chat.get("_id")));
            }
        }
        return found;
    }

    private long count(String collection, Bson documents) {
        return database.getCollection(collection).countDocuments(documents);
    }

    private MigrationReport report(long linked, long numberedMessages, long notifications) {
        return new MigrationReport(chats, undecided, undecidedChats, linked, numberedMessages, notifications);
    }
}
