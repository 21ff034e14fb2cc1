package dev.parley.loadtests.mongo;

import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.List;

/** Keeps an {@link EqualityIndex} for each index that is not unique, and counts documents through indexes. */
final class IndexedMemoryDatabase extends MemoryDatabase {

    IndexedMemoryDatabase(String databaseName, CursorRegistry cursors) {
        super(databaseName, cursors);
    }

    @Override
    protected Index<Integer> openOrCreateSecondaryIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new EqualityIndex(name, keys, sparse);
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver resolver, Oplog oplog) {
        Document counted = command.equalsIgnoreCase("aggregate") ? countedBy(query) : null;
        return counted == null ? super.handleCommand(channel, command, query, resolver, oplog) : reply(query, counted);
    }

    /** The filter of a pipeline that is what drivers send for {@code countDocuments}, otherwise null. */
    private static Document countedBy(Document query) {
        if (!(query.get("pipeline") instanceof List<?> pipeline) || pipeline.size() != 2) {
            return null;
        }
        Document match = (Document) pipeline.get(0);
        Document group = (Document) pipeline.get(1);
        boolean counts = group.get("$group") instanceof Document by
                && by.keySet().equals(java.util.Set.of("_id", "n"))
                && Integer.valueOf(1).equals(by.get("_id"));
        return counts && match.get("$match") instanceof Document filter ? filter : null;
    }

    private Document reply(Document query, Document filter) {
        String name = (String) query.get("aggregate");
        var collection = resolveCollection(name, false);
        int count = collection == null ? 0 : collection.count(filter, 0, 0);
        List<Document> batch = count == 0 ? List.of() : List.of(new Document("_id", 1).append("n", count));
        Document cursor =
                new Document("firstBatch", batch).append("id", 0L).append("ns", getDatabaseName() + "." + name);
        return new Document("cursor", cursor).append("ok", 1.0);
    }
}
