package dev.parley.loadtests.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;

/** A memory backend whose databases have secondary indexes. */
final class IndexedMemoryBackend extends MemoryBackend {

    @Override
    public MemoryDatabase openOrCreateDatabase(String databaseName) {
        MongoDatabase database = new IndexedMemoryDatabase(databaseName, getCursorRegistry());
        return (MemoryDatabase) database;
    }
}
