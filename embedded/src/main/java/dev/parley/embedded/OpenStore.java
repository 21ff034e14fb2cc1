package dev.parley.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** A store, in a file or in memory, and the server in front of it. */
final class OpenStore {
    private static final Duration KEEP_OLD_CHUNKS = Duration.ofSeconds(1);
    private static final int CACHE_MB = 64;
    /** A commit rewrites every changed page, from the leaf to the root of each map. Small pages make commits cheap. */
    private static final int PAGE_BYTES = 8_192;

    private final MVStore store;
    private final DurableH2Backend backend;
    private final MongoServer server;

    private OpenStore(MVStore store) {
        this.store = store;
        this.backend = new DurableH2Backend(store);
        this.server = new MongoServer(backend);
    }

    /** Throws {@link MVStoreException} when the file cannot be read or written to. */
    static OpenStore open(Optional<Path> file, InetSocketAddress address) {
        OpenStore open = new OpenStore(file.map(OpenStore::openFile).orElseGet(() -> MVStore.open(null)));
        try {
            open.server.bind(address);
        } catch (RuntimeException failure) {
            open.close();
            throw failure;
        }
        return open;
    }

    private static MVStore openFile(Path file) {
        var store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .cacheSize(CACHE_MB)
                .pageSplitSize(PAGE_BYTES)
                .open();
        // Each commit writes a new chunk: the file would grow by kilobytes a write if the old ones were kept for long.
        store.setRetentionTime((int) KEEP_OLD_CHUNKS.toMillis());
        requireSpace(store);
        return store;
    }

    /** A store opens on a full disk and closes itself with the first write. */
    private static void requireSpace(MVStore store) {
        store.openMap("opened").put("at", System.currentTimeMillis());
        store.commit();
    }

    /** Whether the store has closed itself, as it does when the disk is full. Then every command fails. */
    boolean isLost() {
        return store.isClosed();
    }

    /** Why the store has closed itself, such as {@code No space left on device}. */
    String reason() {
        Throwable cause = store.getPanicException();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == null ? "it was closed" : String.valueOf(cause.getMessage());
    }

    void compact() {
        backend.compact();
    }

    InetSocketAddress address() {
        return server.getLocalAddress();
    }

    /** Returns when everything is in the file. */
    void close() {
        server.stopListening();
        server.shutdownNow();
    }
}
