package dev.parley.loadtests.mongo;

import de.bwaldvogel.mongo.MongoServer;

/**
 * The MongoDB-compatible server as a process of its own, so that its CPU is not counted as a gateway's. It keeps
 * everything in memory and, unlike the library as it comes, finds by an index what MongoDB finds by one. Argument: port.
 */
public final class MongoServerMain {

    private MongoServerMain() {}

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        MongoServer server = new MongoServer(new IndexedMemoryBackend());
        server.bind("127.0.0.1", port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        System.out.println("listening " + port);
    }
}
