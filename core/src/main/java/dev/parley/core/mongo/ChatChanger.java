package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.size;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ReadPreference;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatChange;
import dev.parley.core.chat.ChatRepository.Changed;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.IdGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * Changes the stage and the status of chats. The update holds only while the chat has the values that were read, and it adds a note of
 * each change to {@code parleyChanges}: so each change has one note, however many requests make it at the same time.
 */
final class ChatChanger {
    static final String NOTES = "parleyChanges";
    /** Indexed. The last note that is removed takes the field with it, so the index holds chats with notes only. */
    static final String NOTE_ID = NOTES + ".id";

    /** Changes of the chat by others in between. */
    private static final int MAX_TRIES = 10;
    /** A chat with more has lost its messages for a long time; it is not changed further before they are stored. */
    private static final int MAX_NOTES = 50;

    private final AsyncCollection chats;
    private final IdGenerator ids;
    private final OutboxMarks marks;
    private final OutcomeWatch outcomes = new OutcomeWatch();

    ChatChanger(AsyncCollection chats, IdGenerator ids, OutboxMarks marks) {
        this.chats = chats.with(c -> c.withReadPreference(ReadPreference.primary()));
        this.ids = ids;
        this.marks = marks;
    }

    /** @param late as for {@link dev.parley.core.chat.ChatRepository#change} */
    CompletionStage<Optional<Changed>> change(
            ChatId id, Optional<Chat.Stage> stage, Optional<Chat.Status> status, Consumer<Changed> late) {
        return change(new Target(id, stage, status, late), MAX_TRIES);
    }

    CompletionStage<Void> removeNotes(ChatId id, List<ChatChange> changes) {
        List<String> announced = changes.stream().map(ChatChange::id).toList();
        Bson itself = eq("_id", IdCodec.of(id));
        List<WriteModel<Document>> writes = List.of(
                new UpdateOneModel<>(itself, pull(NOTES, in("id", announced))),
                new UpdateOneModel<>(and(itself, size(NOTES, 0)), unset(NOTES)));
        return chats.run(c -> c.bulkWrite(writes)).thenAccept(done -> {});
    }

    /** Deliberate: by the time in the notes' ids, which a sparse index holds for the chats with notes. */
    CompletionStage<List<Changed>> unannounced(Instant before, int limit) {
        String id = new ObjectId((int) before.getEpochSecond(), 0).toHexString();
        return chats.all(c -> c.find(lt(NOTE_ID, id)).sort(ascending(NOTE_ID)).limit(limit))
                .thenApply(found -> found.stream()
                        .flatMap(document -> changed(document).stream())
                        .toList());
    }

    private record Target(
            ChatId id, Optional<Chat.Stage> stage, Optional<Chat.Status> status, Consumer<Changed> late) {}

    private CompletionStage<Optional<Changed>> change(Target target, int tries) {
        return read(eq("_id", IdCodec.of(target.id()))).thenCompose(found -> {
            Optional<Changed> known = found.flatMap(ChatChanger::changed);
            List<ChatChange> wanted =
                    known.map(chat -> changes(chat.chat(), target)).orElse(List.of());
            if (wanted.isEmpty()) {
                return CompletableFuture.completedStage(known);
            }
            requireRoom(known.get());
            return write(target, found.get(), wanted)
                    .thenCompose(written -> written.isPresent()
                            ? CompletableFuture.completedStage(written.flatMap(ChatChanger::changed))
                            : again(target, tries));
        });
    }

    private CompletionStage<Optional<Changed>> again(Target target, int tries) {
        return tries > 1
                ? change(target, tries - 1)
                : CompletableFuture.failedStage(
                        new StorageException("MongoDB: the chat is changed all the time", null));
    }

    private CompletionStage<Optional<Document>> write(Target target, Document found, List<ChatChange> wanted) {
        Bson itself = eq("_id", IdCodec.of(target.id()));
        Bson unchanged = and(itself, eq("stage", found.get("stage")), eq("status", found.get("status")));
        List<Bson> updates = new ArrayList<>();
        wanted.forEach(change -> updates.add(set(DocumentReader.word(change.field()), change.to())));
        updates.add(pushEach(NOTES, wanted.stream().map(ChatChanger::toStored).toList()));
        updates.addAll(marks.chatUpdate(target.id().value()));
        FindOneAndUpdateOptions after = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        CompletionStage<Optional<Document>> write =
                chats.one(c -> c.findOneAndUpdate(unchanged, chats.update(updates), after));
        Bson written = and(itself, eq(NOTE_ID, wanted.get(0).id()));
        return outcomes.following(write, () -> reportLate(written, target.late()));
    }

    private CompletionStage<Boolean> reportLate(Bson written, Consumer<Changed> late) {
        return read(written).thenApply(found -> {
            found.flatMap(ChatChanger::changed).ifPresent(late);
            return found.isPresent();
        });
    }

    private CompletionStage<Optional<Document>> read(Bson wanted) {
        return chats.one(c -> c.find(wanted).first());
    }

    private List<ChatChange> changes(Chat chat, Target target) {
        List<ChatChange> changes = new ArrayList<>();
        target.stage()
                .filter(to -> to != chat.stage())
                .ifPresent(to -> changes.add(change(ChatChange.Field.STAGE, chat.stage(), to)));
        target.status()
                .filter(to -> to != chat.status())
                .ifPresent(to -> changes.add(change(ChatChange.Field.STATUS, chat.status(), to)));
        return changes;
    }

    private ChatChange change(ChatChange.Field field, Enum<?> from, Enum<?> to) {
        return new ChatChange(ids.next(), field, DocumentReader.word(from), DocumentReader.word(to));
    }

    private static void requireRoom(Changed chat) {
        if (chat.unannounced().size() >= MAX_NOTES) {
            throw new StorageException("MongoDB: the chat has changes whose messages are not stored yet", null);
        }
    }

    private static Optional<Changed> changed(Document document) {
        return ChatCodec.fromStored(document).map(chat -> new Changed(chat, notes(document)));
    }

    private static List<ChatChange> notes(Document document) {
        List<ChatChange> notes = new ArrayList<>();
        for (Object each : DocumentReader.list(document, NOTES)) {
            if (each instanceof Document note) {
                notes.add(new ChatChange(
                        note.getString("id"),
                        DocumentReader.word(note, "change", ChatChange.Field.values())
                                .orElseThrow(),
                        note.getString("from"),
                        note.getString("to")));
            }
        }
        return notes;
    }

    private static Document toStored(ChatChange change) {
        return new Document("id", change.id())
                .append("change", DocumentReader.word(change.field()))
                .append("from", change.from())
                .append("to", change.to());
    }
}
