package dev.parley.core.migration;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.type;

import com.mongodb.client.MongoDatabase;
import java.util.List;
import org.bson.BsonType;
import org.bson.conversions.Bson;

/** Counts the documents that do not fit, per collection and field. */
final class DatabaseCheck {
    static final Bson UNLINKED = and(eq("chatId", null), ne("chat", null));
    static final Bson UNNUMBERED = eq("seq", null);
    static final Bson WITHOUT_SIDES = or(eq("client", null), eq("provider", null));
    static final Bson WITHOUT_USER = and(eq("userId", null), ne("user", null));
    static final Bson WITHOUT_BODY = and(eq("body", null), ne("message", null));

    private record Question(String collection, String field, Bson documents, String meaning, boolean isMigrated) {}

    private static final List<Question> QUESTIONS = List.of(
            new Question("chats", "client, provider", WITHOUT_SIDES, "invisible to Parley; from participants", true),
            new Question(
                    "chats",
                    "lastMessage",
                    type("lastMessage", BsonType.OBJECT_ID),
                    "an id; Parley lists the chat without a last message until the next one, which it embeds",
                    false),
            new Question("messages", "chatId", UNLINKED, "in no chat; from chat", true),
            new Question(
                    "messages",
                    "chatId, chat",
                    and(eq("chatId", null), eq("chat", null)),
                    "in no chat; Parley leaves them alone",
                    false),
            new Question("messages", "seq", UNNUMBERED, "not in the history; by time of creation", true),
            new Question(
                    "messages",
                    "receiver",
                    and(UNNUMBERED, eq("receiver", null)),
                    "nobody has them unread; the other participant",
                    true),
            new Question(
                    "messages",
                    "receiverSeq, inARow",
                    and(ne("seq", null), eq("receiverSeq", null), eq("systemSeq", null)),
                    "numbered, not counted; Parley counts them when it needs to",
                    false),
            new Question("notifications", "userId", WITHOUT_USER, "for nobody; from user", true),
            new Question("notifications", "body", WITHOUT_BODY, "without a text; from message", true),
            new Question(
                    "users",
                    "role",
                    nin("role", "client", "provider", "service", null),
                    "another word: they may take either side of a chat; see --roles",
                    false));

    private final MongoDatabase database;

    DatabaseCheck(MongoDatabase database) {
        this.database = database;
    }

    List<Mismatch> run() {
        return QUESTIONS.stream()
                .map(this::answer)
                .filter(mismatch -> mismatch.documents() > 0)
                .toList();
    }

    private Mismatch answer(Question question) {
        long documents = database.getCollection(question.collection()).countDocuments(question.documents());
        return new Mismatch(
                question.collection(), question.field(), documents, question.meaning(), question.isMigrated());
    }
}
