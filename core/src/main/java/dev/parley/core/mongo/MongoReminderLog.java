package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.id.UserId;
import dev.parley.core.outbox.EventType;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.core.reminder.ReminderLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Reminders in {@code reminders}, kept for thirty days. */
final class MongoReminderLog implements ReminderLog {
    private static final Duration KEPT = Duration.ofDays(30);

    /** The queries need them, and the unique one keeps two nodes from sending one reminder as two events. */
    private static final List<IndexModel> INDEXES = List.of(
            new IndexModel(ascending("key"), new IndexOptions().unique(true)),
            new IndexModel(ascending("userId", "channel", "_id")),
            new IndexModel(ascending("createdAt"), new IndexOptions().expireAfter(KEPT.toSeconds(), TimeUnit.SECONDS)));

    private final AsyncCollection reminders;
    private final IndexCreator indexes;
    private final OutboxMarks marks;
    private final IdGenerator ids;

    MongoReminderLog(AsyncCollection reminders, IndexCreator indexes, OutboxMarks marks, IdGenerator ids) {
        this.indexes = indexes;
        this.reminders = reminders.with(c -> c.withReadPreference(ReadPreference.primary()));
        this.marks = marks;
        this.ids = ids;
    }

    @Override
    public CompletionStage<Void> start() {
        CompletionStage<Void> created = CompletableFuture.completedStage(null);
        for (IndexModel index : INDEXES) {
            created = created.thenCompose(before -> indexes.create("reminders", index));
        }
        return created;
    }

    @Override
    public CompletionStage<Boolean> add(Reminder reminder, ReminderChannel channel) {
        Document document = ReminderCodec.toStored(new ObjectId(ids.next()), reminder, channel);
        if (channel == ReminderChannel.WEBHOOK) {
            marks.mark(document, EventType.MESSAGE_UNREAD, reminder.receiver().value());
        }
        return reminders
                .run(c -> c.insertOne(document))
                .thenApply(done -> true)
                .exceptionallyCompose(failure -> MongoFailures.isDuplicateKey(failure)
                        ? CompletableFuture.completedStage(false)
                        : CompletableFuture.failedStage(failure));
    }

    /** Deliberate: as the majority has it, because the marks of what it covers are removed. */
    @Override
    public CompletionStage<Optional<Sent>> last(UserId receiver, ReminderChannel channel) {
        return reminders
                .one(c -> c.withReadConcern(ReadConcern.MAJORITY)
                        .find(and(eq("userId", IdCodec.of(receiver)), eq("channel", channel.word())))
                        .sort(descending("_id"))
                        .first())
                .thenApply(found -> found.map(ReminderCodec::sent));
    }
}
