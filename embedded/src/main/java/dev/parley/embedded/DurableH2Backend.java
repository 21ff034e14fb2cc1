package dev.parley.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * Acknowledges a write only once it is in the file. By default the store commits about once a second, and a {@code kill -9}
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

    private static final int MIN_FILL_PERCENT = 50;
    private static final int COMPACT_BYTES = 1 << 20;
    private static final String ORDERED = "ordered.";

    private final ReentrantLock lock = new ReentrantLock(true);
    private long applied;
    private long committed;

    DurableH2Backend(MVStore store) {
        super(store);
        version(new AnnouncedVersion());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        if (command.equals("hello")) {
            return super.handleCommand(channel, database, "ismaster", query).append("isWritablePrimary", true);
        }
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

        /** Deliberate: the names of the maps are those of {@link H2Database}, which opens them again to drop or rename them. */
        @Override
        protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
            String fullName = getFullCollectionNamespace(name);
            return new IndexedCollection(
                    this,
                    name,
                    options,
                    getMvStore().openMap("databases." + fullName, StoredTypes.documents()),
                    getMvStore().openMap("meta." + fullName),
                    new OrderedMaps(prefixOf(name)),
                    cursorRegistry);
        }

        @Override
        protected Index<Object> openOrCreateUniqueIndex(
                String collection, String index, List<IndexKey> keys, boolean sparse) {
            getMvStore()
                    .openMap(getFullCollectionNamespace(collection) + "._index_" + index, StoredTypes.uniqueIndex());
            return super.openOrCreateUniqueIndex(collection, index, keys, sparse);
        }

        @Override
        public void dropCollection(String name, Oplog oplog) {
            super.dropCollection(name, oplog);
            namesOf(prefixOf(name)).forEach(getMvStore()::removeMap);
        }

        @Override
        public void drop(Oplog oplog) {
            super.drop(oplog);
            namesOf(ORDERED + getDatabaseName() + ".").forEach(getMvStore()::removeMap);
        }

        private String prefixOf(String collection) {
            return ORDERED + getFullCollectionNamespace(collection) + ".";
        }

        private List<String> namesOf(String prefix) {
            return getMvStore().getMapNames().stream()
                    .filter(map -> map.startsWith(prefix))
                    .toList();
        }
    }

    private final class OrderedMaps implements IndexedCollection.IndexMaps {
        private final String prefix;

        OrderedMaps(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public MVMap<IndexKeyOrder.Place, Boolean> open(String index) {
            return getMvStore().openMap(prefix + index, StoredTypes.orderedIndex());
        }

        @Override
        public void remove(MVMap<IndexKeyOrder.Place, Boolean> entries) {
            getMvStore().removeMap(entries);
        }
    }

    /** Rewrites a megabyte of old pages when less than half of the file is in use. Blocks writers. */
    void compact() {
        lock.lock();
        try {
            getMvStore().compact(MIN_FILL_PERCENT, COMPACT_BYTES);
        } finally {
            lock.unlock();
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
