package dev.parley.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The embedded server as a process of its own, where several gateways want a MongoDB and there is none. It proves nothing about
 * MongoDB. Arguments: the address and the port to listen on and, unless nothing is to be kept, a data directory.
 */
public final class MongoServerMain {
    private MongoServerMain() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedMongo mongo = args.length > 2 ? new EmbeddedMongo(Path.of(args[2])) : EmbeddedMongo.inMemory();
        Runtime.getRuntime().addShutdownHook(new Thread(mongo::stop));
        mongo.start(args[0], Integer.parseInt(args[1]));
        System.out.println("listening " + mongo.address());
        // Until a signal ends it: while the disk is full the server has no thread that keeps the JVM alive.
        new CountDownLatch(1).await();
    }
}
