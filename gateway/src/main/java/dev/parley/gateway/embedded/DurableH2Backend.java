package dev.parley.gateway.embedded;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
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
