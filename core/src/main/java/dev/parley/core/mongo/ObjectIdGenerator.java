package dev.parley.core.mongo;

import dev.parley.core.id.IdGenerator;
import org.bson.types.ObjectId;

/** MongoDB's own ids: a second, a random number of this process, a counter. */
public final class ObjectIdGenerator implements IdGenerator {

    @Override
    public String next() {
        return new ObjectId().toHexString();
    }
}
