package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import dev.parley.core.id.UserId;
import dev.parley.core.outbox.EventType;
import dev.parley.core.user.User;
import dev.parley.core.user.UserChange;
import dev.parley.core.user.UserRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;

/** People in {@code users}, which an application with its own fields may share. */
final class MongoUserRepository implements UserRepository {
    private static final int MAX_BLOCKS = 10_000;
    private static final Bson KNOWN_FIELDS =
            include("role", "displayName", "suspended", "blocked", "isOnline", "lastActive");

    /** One acknowledges for many when a crowd comes or goes. */
    private static final int RECORDS_IN_FLIGHT = 2;

    private final AsyncCollection users;
    private final OutboxMarks marks;
    private final BatchedLookup<User> single;
    private final BatchedLookup<User> participants;
    private final BatchedLookup<Instant> lastActive;
    private final BatchedWrites records;

    MongoUserRepository(AsyncCollection users, OutboxMarks marks) {
        this.users = users;
        this.marks = marks;
        this.single = new BatchedLookup<>(users, KNOWN_FIELDS, UserCodec::fromStored);
        this.participants = new BatchedLookup<>(users, KNOWN_FIELDS, UserCodec::fromStored);
        this.lastActive = new BatchedLookup<>(
                users, include("lastActive"), document -> DocumentReader.time(document, "lastActive"));
        this.records = new BatchedWrites(users, RECORDS_IN_FLIGHT);
    }

    @Override
    public CompletionStage<Optional<User>> find(UserId id) {
        return single.find(IdCodec.of(id));
    }

    @Override
    public CompletionStage<Map<UserId, User>> findAll(Collection<UserId> ids) {
        return each(ids, id -> participants
                .find(IdCodec.of(id))
                .thenApply(user -> user.or(() -> Optional.of(User.unknown(id)))));
    }

    @Override
    public CompletionStage<Map<UserId, Instant>> lastActive(Collection<UserId> ids) {
        return each(ids, id -> lastActive.find(IdCodec.of(id)));
    }

    @Override
    public CompletionStage<User> change(UserId id, UserChange change) {
        return upsert(id, UserCodec.toUpdate(change))
                .thenCompose(done -> find(id))
                .thenApply(found -> found.orElseGet(() -> User.unknown(id)));
    }

    @Override
    public CompletionStage<Void> block(UserId user, UserId other) {
        return upsert(user, addToSet("blocked", IdCodec.of(other))).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> unblock(UserId user, UserId other) {
        return users.run(c -> c.updateOne(withId(user), pull("blocked", IdCodec.of(other))))
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Set<UserId>> blockedEitherWay(UserId user) {
        return find(user)
                .thenCombine(
                        users.all(c -> c.find(eq("blocked", IdCodec.of(user)))
                                .projection(include("_id"))
                                .limit(MAX_BLOCKS)),
                        MongoUserRepository::eitherWay);
    }

    /**
     * With the upsert an older version finds no match and asks for a second document of the same id: 11000, which is how it
     * is told. A racing first write is told the same way, so the guarded update without upsert has the last word.
     */
    @Override
    public CompletionStage<Void> recordPresence(UserId user, boolean isOnline, Instant lastActive, long version) {
        Bson older = and(withId(user), not(gte("presenceVersion", version)));
        List<Bson> changes = new ArrayList<>(List.of(
                set("isOnline", isOnline),
                set("lastActive", DocumentReader.date(lastActive)),
                set("presenceVersion", version)));
        changes.addAll(marks.update(isOnline ? EventType.USER_ONLINE : EventType.USER_OFFLINE, user.value()));
        Bson change = combine(changes);
        return records.write(new UpdateOneModel<>(older, change, new UpdateOptions().upsert(true)))
                .exceptionallyCompose(failure -> MongoFailures.isDuplicateKey(failure)
                        ? records.write(new UpdateOneModel<>(older, change))
                        : CompletableFuture.failedStage(failure));
    }

    @Override
    public CompletionStage<List<UserId>> recordedOnline(Optional<UserId> after, int limit) {
        Bson wanted = after.map(last -> and(eq("isOnline", true), IdCodec.behind("_id", IdCodec.of(last))))
                .orElseGet(() -> eq("isOnline", true));
        return users.all(c -> c.find(wanted)
                        .sort(ascending("_id"))
                        .projection(include("_id"))
                        .limit(limit))
                .thenApply(found -> found.stream()
                        .flatMap(document -> IdCodec.user(document.get("_id")).stream())
                        .toList());
    }

    /** Two upserts of one id may both insert; who comes second finds the document there. */
    private CompletionStage<UpdateResult> upsert(UserId id, Bson change) {
        UpdateOptions upsert = new UpdateOptions().upsert(true);
        return users.run(c -> c.updateOne(withId(id), change, upsert))
                .exceptionallyCompose(failure -> MongoFailures.isDuplicateKey(failure)
                        ? users.run(c -> c.updateOne(withId(id), change))
                        : CompletableFuture.failedStage(failure));
    }

    private static Bson withId(UserId id) {
        return eq("_id", IdCodec.of(id));
    }

    private static <T> CompletionStage<Map<UserId, T>> each(
            Collection<UserId> ids, Function<UserId, CompletionStage<Optional<T>>> lookup) {
        CompletionStage<Map<UserId, T>> all = CompletableFuture.completedStage(new HashMap<>());
        for (UserId id : ids) {
            all = all.thenCombine(lookup.apply(id), (values, found) -> with(values, id, found));
        }
        return all;
    }

    private static <T> Map<UserId, T> with(Map<UserId, T> values, UserId id, Optional<T> found) {
        found.ifPresent(value -> values.put(id, value));
        return values;
    }

    private static Set<UserId> eitherWay(Optional<User> user, List<Document> blockedBy) {
        List<UserId> both = new ArrayList<>(user.map(User::blocked).orElse(Set.of()));
        blockedBy.forEach(document -> IdCodec.user(document.get("_id")).ifPresent(both::add));
        return new LinkedHashSet<>(both.subList(0, Math.min(both.size(), MAX_BLOCKS)));
    }
}
