package dev.parley.embedded;

import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.ServerVersion;
import java.util.List;

/**
 * The version that the server announces: MongoDB 5.0, with the wire version that current drivers require. By default the
 * server announces wire version 8, which the MongoDB driver 7 for Node.js and Mongoose 9 refuse.
 */
final class AnnouncedVersion implements MongoVersion {
    private static final int WIRE_VERSION = 9;

    @Override
    public int getWireVersion() {
        return WIRE_VERSION;
    }

    @Override
    public List<Integer> getVersionArray() {
        return ServerVersion.MONGO_5_0.getVersionArray();
    }
}
