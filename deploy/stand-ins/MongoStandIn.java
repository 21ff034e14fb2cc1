import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import org.h2.mvstore.MVStore;

/** In MongoDB's place where there is none: mongo-java-server on an H2 store. It proves nothing about MongoDB. */
final class MongoStandIn {
    public static void main(String[] ignored) throws InterruptedException {
        MVStore store = new MVStore.Builder().fileName("/data/db/store.mv").open();
        MongoServer server = new MongoServer(new H2Backend(store));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.shutdownNow();
            store.close();
        }));
        server.bind("0.0.0.0", 27017);
        Thread.currentThread().join();
    }
}
