package dev.parley.core.migration;

import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import dev.parley.core.mongo.MongoStore;
import dev.parley.core.mongo.RecordingMongoListener;
import dev.parley.core.mongo.TestMongo;
import dev.parley.core.user.Role;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application deletes a message between the moment at which the migration reads it and that at which it numbers it. */
class ConcurrentDeletionIT {
    private static final SideRules RULES = new SideRules(Map.of(), Optional.of(Role.CLIENT));

    private final String address = TestMongo.freshDatabase();
    private final MongoClient application = MongoClients.create(address);
    private final MongoDatabase database = application.getDatabase(new ConnectionString(address).getDatabase());
    private final ObjectId ann = new ObjectId();
    private final ObjectId chat = new ObjectId();
    /** Runs once, before the first command that numbers messages. */
    private Optional<Runnable> meanwhile = Optional.empty();

    private final MongoClient tool = MongoClients.create(MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(address))
            .addCommandListener(new CommandListener() {
                @Override
                public void commandStarted(CommandStartedEvent event) {
                    if (event.getCommand().toString().contains("chatSeq")
                            && event.getCommandName().equals("update")) {
                        Optional<Runnable> action = meanwhile;
                        meanwhile = Optional.empty();
                        action.ifPresent(Runnable::run);
                    }
                }
            })
            .build());

    @BeforeEach
    void aChat() {
        MongoStore parley = new MongoStore(address, new RecordingMongoListener());
        await(parley.start());
        parley.stop();
        database.getCollection("chats")
                .insertOne(new Document("_id", chat).append("participants", List.of(ann, new ObjectId())));
    }

    @AfterEach
    void drop() {
        database.drop();
        application.close();
        tool.close();
    }

    @Test
    void leavesNoHoleInAChatThatParleyDoesNotShowYet() {
        List.of("one", "two", "three", "four").forEach(this::say);
        meanwhile = Optional.of(() -> delete("two"));
        migrate();
        assertThat(numbered()).containsExactly("1 one", "2 three", "3 four");
    }

    @Test
    void leavesNoHoleInAChatThatParleyShows() {
        say("one");
        migrate();
        List.of("two", "three", "four").forEach(this::say);
        meanwhile = Optional.of(() -> delete("three"));
        migrate();
        assertThat(numbered()).containsExactly("1 one", "2 two", "3 four");
    }

    private void migrate() {
        MongoDatabase asTool = tool.getDatabase(database.getName());
        new DatabaseMigration(asTool, RULES, Clock.systemUTC()).run();
        assertThat(meanwhile).as("nothing was numbered").isEmpty();
    }

    private void say(String content) {
        database.getCollection("messages")
                .insertOne(new Document("chat", chat)
                        .append("sender", ann)
                        .append("content", content)
                        .append("createdAt", new Date()));
    }

    private void delete(String content) {
        database.getCollection("messages").deleteOne(Filters.eq("content", content));
    }

    private List<String> numbered() {
        List<String> lines = new ArrayList<>();
        database.getCollection("messages")
                .find()
                .sort(new Document("seq", 1))
                .forEach(message -> lines.add(message.get("seq") + " " + message.get("content")));
        return lines;
    }
}
