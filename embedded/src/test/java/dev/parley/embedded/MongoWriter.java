package dev.parley.embedded;

import com.mongodb.reactivestreams.client.MongoClients;
import java.nio.file.Path;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A program that writes to the embedded MongoDB of a directory until it is killed, and says what was acknowledged. */
public final class MongoWriter {
    private static final int WRITERS = 8;

    private MongoWriter() {}

    public static void main(String[] args) {
        var mongo = new EmbeddedMongo(Path.of(args[0]));
        mongo.start();
        var client = MongoClients.create(mongo.address());
        var collection = client.getDatabase("parley").getCollection("messages");
        Flux.range(0, 1_000_000)
                .flatMap(
                        i -> Mono.from(collection.insertOne(new Document("_id", i).append("content", "hello " + i)))
                                .thenReturn(i),
                        WRITERS)
                .doOnNext(System.out::println)
                .blockLast();
    }
}
