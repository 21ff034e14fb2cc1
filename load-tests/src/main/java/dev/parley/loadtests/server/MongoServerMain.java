package dev.parley.loadtests.server;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;

/** The MongoDB-compatible server as a process of its own, so that its CPU is not counted as a gateway's. Argument: port. */
public final class MongoServerMain {

    private MongoServerMain() {}

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        MongoServer server = new MongoServer(new MemoryBackend());
        server.bind("127.0.0.1", port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        System.out.println("listening " + port);
    }
}
