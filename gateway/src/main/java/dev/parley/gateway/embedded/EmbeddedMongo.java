package dev.parley.gateway.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.nio.file.Path;
import java.time.Duration;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A MongoDB-compatible server inside this JVM with its data in a file under the data directory, on 127.0.0.1 only. What it
 * acknowledged survives a {@code kill -9}. For trying and developing: no transactions, no change streams.
 */
public final class EmbeddedMongo {
    private static final Duration KEEP_OLD_CHUNKS = Duration.ofSeconds(5);
    private static final int CACHE_MB = 64;

    private final Path directory;
    private DirectoryLock lock;
    private MVStore store;
    private MongoServer server;

    public EmbeddedMongo(Path dataDirectory) {
        this.directory = dataDirectory.toAbsolutePath().resolve("mongo");
    }

    /** Returns when it takes connections. Throws {@link EmbeddedStoreException} with one line for the user. */
    public synchronized void start() {
        lock = DirectoryLock.of(directory);
        try {
            store = open(directory.resolve("store.mv"));
            server = new MongoServer(new DurableH2Backend(store));
            server.bind("127.0.0.1", 0);
        } catch (MVStoreException e) {
            stop();
            throw new EmbeddedStoreException("cannot open the embedded MongoDB in " + directory + ": " + e, e);
        }
    }

    private static MVStore open(Path file) {
        var store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .cacheSize(CACHE_MB)
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
