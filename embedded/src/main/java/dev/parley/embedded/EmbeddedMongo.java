package dev.parley.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A MongoDB-compatible server in this JVM that keeps its data in a file under the data directory, or in memory. Acknowledged writes
 * are in the file and survive a {@code kill -9}. Neither its memory nor its start-up time grows with the data. For trying and
 * developing: it has no transactions and no change streams.
 */
public final class EmbeddedMongo {
    private static final String FILE = "documents.mv";
    private static final Duration KEEP_OLD_CHUNKS = Duration.ofSeconds(1);
    private static final int CACHE_MB = 64;
    /** A commit rewrites every changed page, from the leaf to the root of each map. Small pages make commits cheap. */
    private static final int PAGE_BYTES = 8_192;

    private final Optional<Path> directory;
    private DirectoryLock lock;
    private MVStore store;
    private MongoServer server;
    private StoreCompactor compactor;

    public EmbeddedMongo(Path dataDirectory) {
        this(Optional.of(dataDirectory.toAbsolutePath().resolve("mongo")));
    }

    private EmbeddedMongo(Optional<Path> directory) {
        this.directory = directory;
    }

    /** Keeps nothing when it ends. */
    static EmbeddedMongo inMemory() {
        return new EmbeddedMongo(Optional.empty());
    }

    /** On a free port of 127.0.0.1; returns when it takes connections. Throws {@link EmbeddedStoreException} with one line for the user. */
    public void start() {
        start("127.0.0.1", 0);
    }

    synchronized void start(String host, int port) {
        directory.ifPresent(own -> lock = DirectoryLock.of(own));
        try {
            store = directory.map(own -> open(own.resolve(FILE))).orElseGet(() -> MVStore.open(null));
            DurableH2Backend backend = new DurableH2Backend(store);
            server = new MongoServer(backend);
            compactor = new StoreCompactor(backend::compact);
            compactor.start();
            server.bind(host, port);
        } catch (MVStoreException e) {
            stop();
            throw new EmbeddedStoreException(
                    "cannot open the embedded MongoDB in " + directory.orElseThrow() + ": " + e, e);
        }
    }

    private static MVStore open(Path file) {
        var store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .cacheSize(CACHE_MB)
                .pageSplitSize(PAGE_BYTES)
                .open();
        // Each commit writes a new chunk: the file would grow by kilobytes a write if the old ones were kept for long.
        store.setRetentionTime((int) KEEP_OLD_CHUNKS.toMillis());
        return store;
    }

    /** A connection string without a database. */
    public synchronized String address() {
        return "mongodb://127.0.0.1:" + server.getLocalAddress().getPort();
    }

    /** Returns when everything is in the file. */
    public synchronized void stop() {
        if (compactor != null) {
            compactor.stop();
            compactor = null;
        }
        if (server != null) {
            server.stopListening();
            server.shutdownNow();
            server = null;
        }
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
