package dev.parley.embedded;

import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.descending;
import static com.mongodb.client.model.Updates.set;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked, a collection with indexes answers what the same collection without them answers. */
@Timeout(60)
class IndexedCollectionIT {
    private static final List<ObjectId> CHATS =
            IntStream.range(0, 3).mapToObj(i -> new ObjectId(i, i)).toList();

    @TempDir
    Path directory;

    private EmbeddedMongo mongo;
    private MongoClient client;

    static LongStream seeds() {
        return LongStream.range(0, 6);
    }

    @BeforeEach
    void setUp() {
        open();
    }

    @AfterEach
    void tearDown() {
        close();
    }

    private void open() {
        mongo = new EmbeddedMongo(directory);
        mongo.start();
        client = MongoClients.create(mongo.address());
    }

    private void close() {
        client.close();
        mongo.stop();
    }

    private MongoCollection<Document> indexed() {
        return client.getDatabase("parley").getCollection("indexed");
    }

    private MongoCollection<Document> plain() {
        return client.getDatabase("parley").getCollection("plain");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anIndexChangesNoAnswer(long seed) {
        var random = new Random(seed);
        createIndexes();
        write(random, 120);
        compare(random, 60, seed);
        change(random, 30);
        compare(random, 60, seed);
        close();
        open();
        compare(random, 40, seed);
    }

    @Test
    void anIndexThatComesLaterHoldsWhatIsThere() {
        var random = new Random(7);
        write(random, 60);
        createIndexes();
        compare(random, 60, 7);
    }

    @Test
    void aCollectionThatIsDroppedLeavesNoEntriesToItsSuccessor() {
        var random = new Random(8);
        createIndexes();
        write(random, 60);
        indexed().drop();
        plain().drop();
        createIndexes();
        write(random, 30);
        compare(random, 30, 8);
        close();
        open();
        compare(random, 30, 8);
    }

    @Test
    void anIndexThatIsDroppedAndCreatedAgainHoldsWhatIsThere() {
        var random = new Random(10);
        createIndexes();
        write(random, 30);
        indexed().dropIndex("chat_1_to_1_read_1");
        change(random, 20);
        createIndexes();
        compare(random, 40, 10);
    }

    private void createIndexes() {
        indexed().createIndex(ascending("chat", "seq"), new IndexOptions().unique(true));
        indexed().createIndex(ascending("chat", "to", "read"));
        indexed().createIndex(descending("tags"));
    }

    private void write(Random random, int count) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var document = new Document("_id", i)
                    .append("chat", CHATS.get(random.nextInt(CHATS.size())))
                    .append("seq", random.nextBoolean() ? (Object) i : (Object) (long) i)
                    .append("to", "user" + random.nextInt(3))
                    .append("tags", List.of("a" + random.nextInt(3), "b" + random.nextInt(3)));
            if (random.nextInt(3) > 0) {
                document.append("read", random.nextBoolean());
            }
            documents.add(document);
        }
        indexed().insertMany(documents);
        plain().insertMany(documents);
    }

    private void change(Random random, int count) {
        for (int i = 0; i < count; i++) {
            Bson which = query(random);
            Bson update = set("read", random.nextBoolean());
            boolean isRemoval = random.nextInt(5) == 0;
            for (var collection : List.of(indexed(), plain())) {
                if (isRemoval) {
                    collection.deleteMany(and(which, gt("seq", 90)));
                } else {
                    collection.updateMany(which, update);
                }
            }
        }
    }

    private void compare(Random random, int queries, long seed) {
        for (int i = 0; i < queries; i++) {
            Bson query = query(random);
            Bson order = random.nextBoolean() ? ascending("seq") : descending("seq");
            int limit = random.nextInt(8);
            assertThat(found(indexed(), query, order, limit))
                    .as("seed %d: %s by %s", seed, query, order)
                    .isEqualTo(found(plain(), query, order, limit));
            assertThat(indexed().countDocuments(query))
                    .as("seed %d: count %s", seed, query)
                    .isEqualTo(plain().countDocuments(query));
            assertThat(counted(query))
                    .as("seed %d: counted by chat and reader %s", seed, query)
                    .isEqualTo(found(plain(), query, order, 0).stream()
                            .collect(groupingBy(IndexedCollectionIT::chatAndReader, counting())));
        }
    }

    private Map<Document, Long> counted(Bson query) {
        var by = new Document("chat", "$chat").append("to", "$to");
        Map<Document, Long> counted = new HashMap<>();
        indexed()
                .aggregate(List.of(match(query), group(by, sum("n", 1))))
                .forEach(group -> counted.put(group.get("_id", Document.class), (long) group.getInteger("n")));
        return counted;
    }

    private static Document chatAndReader(Document document) {
        return new Document("chat", document.get("chat")).append("to", document.get("to"));
    }

    private static List<Document> found(MongoCollection<Document> collection, Bson query, Bson order, int limit) {
        return collection.find(query).sort(order).limit(limit).into(new ArrayList<>());
    }

    private static Bson query(Random random) {
        Bson chat = eq("chat", CHATS.get(random.nextInt(CHATS.size())));
        Bson seq = random.nextBoolean() ? gt("seq", random.nextInt(120)) : lte("seq", (long) random.nextInt(120));
        String user = "user" + random.nextInt(3);
        return switch (random.nextInt(9)) {
            case 0 -> and(chat, seq);
            case 1 -> and(chat, eq("to", user), ne("read", true));
            case 2 -> or(and(chat, seq), eq("tags", "a1"));
            case 3 -> in("chat", CHATS.subList(0, random.nextInt(3)));
            case 4 -> and(in("chat", CHATS.subList(0, 2)), eq("to", user), eq("read", false));
            case 5 -> eq("tags", "b" + random.nextInt(4));
            case 6 -> and(eq("_id", random.nextInt(120)), seq);
            case 7 -> and(chat, gt("seq", 40), lte("seq", 20 + random.nextInt(60)));
            default -> and(chat, eq("read", null));
        };
    }
}
