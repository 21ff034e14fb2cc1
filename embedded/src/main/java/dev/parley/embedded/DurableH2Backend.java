package dev.parley.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVStore;

/**
 * Acknowledges a write only once it is in the file. By itself the store commits about once a second, and a {@code kill -9}
 * loses what was acknowledged since.
 *
 * <p>Writes are applied one at a time, so that no commit holds half of one; writers that queued up while a commit ran share
 * the next.
 */
final class DurableH2Backend extends H2Backend {
    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "findAndModify",
            "findandmodify",
            "create",
            "createIndexes",
            "dropIndexes",
            "drop",
            "dropDatabase",
            "renameCollection");

    private final ReentrantLock lock = new ReentrantLock(true);
    private long applied;
    private long committed;

    DurableH2Backend(MVStore store) {
        super(store);
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        if (command.equals("aggregate")) {
            return aggregate(channel, database, query);
        }
        if (!WRITES.contains(command)) {
            return super.handleCommand(channel, database, command, query);
        }
        long mine;
        Document answer;
        lock.lock();
        try {
            mine = ++applied;
            answer = super.handleCommand(channel, database, command, query);
        } finally {
            lock.unlock();
        }
        commitUpTo(mine);
        return answer;
    }

    private Document aggregate(Channel channel, String database, Document query) {
        return CountPipeline.of(query)
                .map(count -> count.answer(database, super.handleCommand(channel, database, "find", count.asFind())))
                .orElseGet(() -> super.handleCommand(channel, database, "aggregate", query));
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new IndexedDatabase(name);
    }

    /** Deliberate: an inner class, because collections are opened by the constructors of its superclass and of the backend's. */
    private final class IndexedDatabase extends H2Database {

        IndexedDatabase(String name) {
            super(name, getMvStore(), getCursorRegistry());
        }

        /** Under the names that {@link H2Database} uses, so that a file can be opened with and without the indexes. */
        @Override
        protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
            String fullName = getFullCollectionNamespace(name);
            return new IndexedCollection(
                    this,
                    name,
                    options,
                    getMvStore().openMap("databases." + fullName),
                    getMvStore().openMap("meta." + fullName),
                    cursorRegistry);
        }
    }

    private void commitUpTo(long write) {
        lock.lock();
        try {
            if (committed < write) {
                commit();
                committed = applied;
            }
        } finally {
            lock.unlock();
        }
    }
}
