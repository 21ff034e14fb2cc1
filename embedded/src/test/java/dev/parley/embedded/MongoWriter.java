package dev.parley.embedded;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;

/** A program that writes to the embedded MongoDB of a directory until it is killed, and says what was acknowledged. */
public final class MongoWriter {
    private static final int WRITERS = 8;

    private MongoWriter() {}

    public static void main(String[] args) {
        var mongo = new EmbeddedMongo(Path.of(args[0]));
        mongo.start();
        var client = MongoClients.create(mongo.address());
        var collection = client.getDatabase("parley").getCollection("messages");
        var next = new AtomicInteger();
        for (int i = 0; i < WRITERS; i++) {
            new Thread(() -> write(collection, next)).start();
        }
    }

    private static void write(MongoCollection<Document> collection, AtomicInteger next) {
        for (int i = next.getAndIncrement(); i < 1_000_000; i = next.getAndIncrement()) {
            collection.insertOne(new Document("_id", i).append("content", "hello " + i));
            System.out.println(i);
        }
    }
}
