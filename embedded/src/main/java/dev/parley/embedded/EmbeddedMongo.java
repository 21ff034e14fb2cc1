package dev.parley.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A MongoDB-compatible server inside this JVM with its data in a file under the data directory, or in memory. What it
 * acknowledged is in the file, so it survives a {@code kill -9}. For trying and developing: no transactions, no change streams.
 */
public final class EmbeddedMongo {
    private static final Duration KEEP_OLD_CHUNKS = Duration.ofSeconds(5);
    private static final int CACHE_MB = 64;

    private final Optional<Path> directory;
    private DirectoryLock lock;
    private MVStore store;
    private MongoServer server;

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
            store = directory.map(own -> open(own.resolve("store.mv"))).orElseGet(() -> MVStore.open(null));
            server = new MongoServer(new DurableH2Backend(store));
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
