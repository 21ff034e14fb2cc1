package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ReadPreference;
import com.mongodb.client.model.UpdateOneModel;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * How many of the messages that each side of a chat was sent it has read: {@code readSeq.client} and {@code readSeq.provider} in the
 * chat's document. Any thread.
 */
final class ReadPositions {
    private static final String FIELD = "readSeq";
    private static final List<String> SIDES = List.of("client", "provider");
    private static final int WRITES_IN_FLIGHT = 2;
    /** What {@link #in} needs of a chat's document. */
    static final Bson FIELDS = include("client", "provider", FIELD);

    /**
     * One side's position.
     *
     * @param read empty in a chat that an application or an earlier version of Parley created
     */
    record Position(String side, Optional<Long> read) {}

    private final AsyncCollection chats;
    private final BatchedLookup<Document> byChat;
    private final BatchedWrites writes;

    ReadPositions(AsyncCollection chats) {
        this.chats = chats.with(c -> c.withReadPreference(ReadPreference.primary()));
        this.byChat = new BatchedLookup<>(this.chats, FIELDS, Optional::of);
        this.writes = new BatchedWrites(chats, WRITES_IN_FLIGHT);
    }

    /** Of a new chat. */
    static Document ofNewChat() {
        Document positions = new Document();
        SIDES.forEach(side -> positions.append(side, 0L));
        return new Document(FIELD, positions);
    }

    /** Empty for a user who is on neither side, and where there is no chat. */
    CompletionStage<Optional<Position>> find(ChatId chat, UserId reader) {
        return byChat.find(IdCodec.of(chat)).thenApply(found -> found.flatMap(document -> in(document, reader)));
    }

    /** Empty for a user who is on neither side. */
    static Optional<Position> in(Document chat, UserId reader) {
        Object readerId = IdCodec.of(reader);
        return SIDES.stream()
                .filter(side -> readerId.equals(chat.get(side)))
                .findFirst()
                .map(side -> new Position(side, read(chat, side)));
    }

    /** Moves the reader's position forward, never back. */
    CompletionStage<Void> advance(ChatId chat, UserId reader, long read) {
        return SIDES.stream()
                .map(side -> writes.write(new UpdateOneModel<>(
                        and(of(chat, side, reader), not(gte(path(side), read))), max(path(side), read))))
                .reduce((one, other) -> one.thenCombine(other, (done, alsoDone) -> done))
                .orElseThrow();
    }

    /** Unless the position has changed since it was found. Completes with whether it was replaced. */
    CompletionStage<Boolean> replace(ChatId chat, UserId reader, Position found, long read) {
        String path = path(found.side());
        Bson unchanged =
                and(of(chat, found.side(), reader), eq(path, found.read().orElse(null)));
        return chats.run(c -> c.updateOne(unchanged, set(path, read))).thenApply(done -> done.getModifiedCount() > 0);
    }

    private static Bson of(ChatId chat, String side, UserId reader) {
        return and(eq("_id", IdCodec.of(chat)), eq(side, IdCodec.of(reader)));
    }

    private static Optional<Long> read(Document chat, String side) {
        return chat.get(FIELD) instanceof Document positions
                ? DocumentReader.number(positions, side)
                : Optional.empty();
    }

    private static String path(String side) {
        return FIELD + "." + side;
    }
}
