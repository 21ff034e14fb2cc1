package dev.parley.core.mongo;

import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Updates of chats, each answered with the chat's document as of then. One alone is one command; those that arrive at the same time
 * share two. Answers come in the order of the requests. Any thread.
 */
final class UpdatedChats {
    private record Request(Object id, Optional<Update> update) {}

    /** @param filter of this chat; the update is for a chat that it matches */
    record Update(Bson filter, Bson change) {}

    private final AsyncCollection chats;
    private final Bson projection;
    private final MongoListener listener;
    private final BatchedLookup<Document> byId;
    private final BatchedCommand<Request, Optional<Document>> requests;

    /**
     * Deliberate: one member is enough for hints such as these updates, and one command at a time keeps the order.
     *
     * @param projection of the answers
     */
    UpdatedChats(AsyncCollection chats, Bson projection, MongoListener listener) {
        this.chats = chats.with(c -> c.withWriteConcern(WriteConcern.W1).withReadPreference(ReadPreference.primary()));
        this.projection = projection;
        this.listener = listener;
        this.byId = new BatchedLookup<>(this.chats, projection, Optional::of);
        this.requests = new BatchedCommand<>(1, BatchedCommand.MAX_BATCH, this::run);
    }

    /**
     * @param id as it is stored
     * @param update empty to read only
     */
    CompletionStage<Optional<Document>> ask(Object id, Optional<Update> update) {
        return requests.ask(new Request(id, update));
    }

    private CompletionStage<List<Optional<Document>>> run(List<Request> batch) {
        List<Update> updates =
                batch.stream().flatMap(each -> each.update.stream()).toList();
        return batch.size() == 1 && updates.size() == 1
                ? alone(batch.get(0).id, updates.get(0))
                : updateAll(updates)
                        .thenCompose(done ->
                                byId.findAll(batch.stream().map(Request::id).toList()));
    }

    private CompletionStage<List<Optional<Document>>> alone(Object id, Update update) {
        FindOneAndUpdateOptions after =
                new FindOneAndUpdateOptions().projection(projection).returnDocument(ReturnDocument.AFTER);
        return chats.one(c -> c.findOneAndUpdate(update.filter, update.change, after))
                .thenCompose(updated -> updated.isPresent()
                        ? CompletableFuture.completedStage(List.of(updated))
                        : byId.findAll(List.of(id)));
    }

    /** Completes, whether or not the updates succeeded. */
    private CompletionStage<?> updateAll(List<Update> updates) {
        if (updates.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        List<UpdateOneModel<Document>> writes = updates.stream()
                .map(each -> new UpdateOneModel<Document>(each.filter, each.change))
                .toList();
        return chats.run(c -> c.bulkWrite(writes, BatchedWrites.EACH_BY_ITSELF)).handle((done, failure) -> {
            if (failure != null) {
                listener.hintLost(failure);
            }
            return done;
        });
    }
}
