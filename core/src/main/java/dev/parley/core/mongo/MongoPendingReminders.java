package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.size;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ReadPreference;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateManyModel;
import dev.parley.core.chat.Message;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.PendingReminders;
import dev.parley.core.reminder.ReminderChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Reads and removes what {@link ReminderMarks} marks. */
final class MongoPendingReminders implements PendingReminders {
    private static final String RECEIVER = "receiver";
    private static final String CREATED = "createdAt";

    private final AsyncCollection messages;
    private final IndexCreator indexes;
    private final ReminderMarks marks;

    MongoPendingReminders(AsyncCollection messages, IndexCreator indexes, ReminderMarks marks) {
        this.messages = messages.with(c -> c.withReadPreference(ReadPreference.primary()));
        this.indexes = indexes;
        this.marks = marks;
    }

    /** Deliberate: a partial index, which holds the marked messages only. */
    @Override
    public CompletionStage<Void> start() {
        return indexes.create(
                "messages",
                new IndexModel(
                        Indexes.ascending(ReminderMarks.FIELD, RECEIVER, CREATED),
                        new IndexOptions()
                                .name("parley_reminders")
                                .partialFilterExpression(exists(ReminderMarks.FIELD))));
    }

    @Override
    public void use(Set<ReminderChannel> channels) {
        marks.use(channels);
    }

    @Override
    public CompletionStage<List<Message>> of(UserId receiver, ReminderChannel channel, int limit) {
        Bson wanted = and(marked(ReminderMarks.mark(channel, receiver)), eq(RECEIVER, IdCodec.of(receiver)));
        return messages.all(c -> c.find(wanted).sort(ascending(CREATED)).limit(limit))
                .thenApply(found -> found.stream().map(MessageCodec::fromStored).toList());
    }

    /** A message without further marks loses the field: then the partial index leaves it out. */
    @Override
    public CompletionStage<Void> remove(UserId receiver, ReminderChannel channel, Collection<Message> mentioned) {
        if (mentioned.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        Bson documents = in(
                "_id",
                mentioned.stream().map(message -> IdCodec.of(message.id())).toList());
        return messages.run(c -> c.bulkWrite(List.of(
                        new UpdateManyModel<>(
                                documents, pull(ReminderMarks.FIELD, ReminderMarks.mark(channel, receiver))),
                        new UpdateManyModel<>(
                                and(documents, size(ReminderMarks.FIELD, 0)), unset(ReminderMarks.FIELD)))))
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Waiting> waiting(ReminderChannel channel, int shard, Optional<UserId> after, int limit) {
        List<Bson> wanted = new ArrayList<>(List.of(marked(ReminderMarks.mark(channel, shard))));
        after.ifPresent(last -> wanted.add(IdCodec.behind(RECEIVER, IdCodec.of(last))));
        return messages.all(c -> c.find(and(wanted))
                        .sort(ascending(RECEIVER, CREATED))
                        .projection(include(RECEIVER, CREATED))
                        .limit(limit))
                .thenApply(found -> new Waiting(receivers(found), found.size() == limit));
    }

    private static List<Receiver> receivers(List<Document> found) {
        Map<UserId, Instant> oldest = new LinkedHashMap<>();
        for (Document message : found) {
            IdCodec.user(message.get(RECEIVER))
                    .ifPresent(user -> oldest.putIfAbsent(user, MessageCodec.createdAt(message)));
        }
        return oldest.entrySet().stream()
                .map(each -> new Receiver(each.getKey(), each.getValue()))
                .toList();
    }

    /** {@code exists} is what lets MongoDB use a partial index. */
    private static Bson marked(String mark) {
        return and(eq(ReminderMarks.FIELD, mark), exists(ReminderMarks.FIELD));
    }
}
