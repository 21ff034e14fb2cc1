package dev.parley.embedded;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MongoDB-compatible server in this JVM that keeps its data in a file under the data directory, or in memory. Acknowledged writes
 * are in the file and survive a {@code kill -9}. Neither its memory nor its start-up time grows with the data. While the disk is full
 * it takes no connections; it continues by itself when there is space. For trying and developing: it has no transactions and no
 * change streams.
 */
public final class EmbeddedMongo {
    private static final String FILE = "documents.mv";
    private static final long REOPEN_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMongo.class);

    private final Optional<Path> directory;
    private DirectoryLock lock;
    private StoreCompactor compactor;
    private volatile OpenStore open;
    /** Of the compactor's thread. */
    private boolean isLost;

    private InetSocketAddress address;
    private long nextAttempt;

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
            open = openAt(new InetSocketAddress(host, port));
        } catch (MVStoreException e) {
            stop();
            throw new EmbeddedStoreException(
                    "cannot open the embedded MongoDB in " + directory.orElseThrow() + ": " + e, e);
        }
        compactor = new StoreCompactor(this::maintain);
        compactor.start();
    }

    private OpenStore openAt(InetSocketAddress address) {
        return OpenStore.open(directory.map(own -> own.resolve(FILE)), address);
    }

    private void maintain() {
        if (!open.isLost()) {
            open.compact();
        } else if (!isLost) {
            isLost = true;
            LOG.error(
                    "the embedded MongoDB cannot write to {} and continues once it can: {}",
                    directory.map(Path::toString).orElse("memory"),
                    open.reason());
            address = open.address();
            open.close();
        } else if (System.nanoTime() - nextAttempt >= 0) {
            reopen();
        }
    }

    private void reopen() {
        try {
            open = openAt(address);
            isLost = false;
            LOG.info("the embedded MongoDB works again");
        } catch (RuntimeException stillLost) {
            LOG.debug("the embedded MongoDB cannot open its file: {}", stillLost.toString());
            nextAttempt = System.nanoTime() + REOPEN_PAUSE_NANOS;
        }
    }

    /** A connection string without a database. */
    public synchronized String address() {
        return "mongodb://127.0.0.1:" + open.address().getPort();
    }

    /** Returns when everything is in the file. */
    public synchronized void stop() {
        if (compactor != null) {
            compactor.stop();
            compactor = null;
        }
        if (open != null) {
            open.close();
            open = null;
        }
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
