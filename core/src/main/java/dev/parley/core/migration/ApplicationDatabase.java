package dev.parley.core.migration;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.parley.core.error.StorageException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The database of an application. Its methods block and throw {@link StorageException} when MongoDB fails. */
public final class ApplicationDatabase implements AutoCloseable {
    private static final String DEFAULT_DATABASE = "parley";
    private static final int SELECT_SERVER_SECONDS = 10;

    private final MongoClient client;
    private final MongoDatabase database;

    /** @param address a MongoDB connection string; the database is the one in its path, else {@code parley} */
    public ApplicationDatabase(String address) {
        ConnectionString parsed = new ConnectionString(address);
        this.client = MongoClients.create(MongoClientSettings.builder()
                .applicationName("parley-migration")
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SELECT_SERVER_SECONDS, TimeUnit.SECONDS))
                .applyConnectionString(parsed)
                .build());
        this.database = client.getDatabase(
                        Optional.ofNullable(parsed.getDatabase()).orElse(DEFAULT_DATABASE))
                .withWriteConcern(WriteConcern.MAJORITY);
    }

    /** What does not fit; empty when everything does. Reads only. */
    public List<Mismatch> check() {
        return stored(() -> new DatabaseCheck(database).run());
    }

    /** How many chats would get their sides. Reads only. */
    public MigrationReport dryRun(SideRules rules) {
        return stored(() -> new DatabaseMigration(database, rules, Clock.systemUTC()).dryRun());
    }

    /** Adds Parley's fields to every document that lacks them. The indexes of Parley must be there. */
    public MigrationReport migrate(SideRules rules) {
        return stored(() -> new DatabaseMigration(database, rules, Clock.systemUTC()).run());
    }

    /** As {@link #migrate} for what was created in the last minutes only; for an application that goes on writing. */
    public MigrationReport migrateNewest(SideRules rules) {
        return stored(() -> new DatabaseMigration(database, rules, Clock.systemUTC()).runNewest());
    }

    @Override
    public void close() {
        client.close();
    }

    private static <T> T stored(Supplier<T> work) {
        try {
            return work.get();
        } catch (MongoException failure) {
            throw new StorageException("MongoDB: " + failure.getMessage(), failure);
        }
    }
}
