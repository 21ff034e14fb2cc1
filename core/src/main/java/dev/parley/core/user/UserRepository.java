package dev.parley.core.user;

import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Where people are kept. Stages fail with {@code StorageException} and nothing else. */
public interface UserRepository {

    CompletionStage<Optional<User>> find(UserId id);

    /**
     * Completes with one entry per id asked for; {@link User#unknown} where the collection has none. Roles, suspensions and blocks
     * may be those of a short time ago, presence may be older.
     */
    CompletionStage<Map<UserId, User>> findAll(Collection<UserId> ids);

    /**
     * When the users were last active, without those for whom the collection has no time. Has its own limit of concurrent
     * queries, so that presence queries do not delay messages.
     */
    CompletionStage<Map<UserId, Instant>> lastActive(Collection<UserId> ids);

    /** Creates the user when missing. Completes with the user as changed. */
    CompletionStage<User> change(UserId id, UserChange change);

    /** Idempotent; creates the user when missing. */
    CompletionStage<Void> block(UserId user, UserId other);

    /** Idempotent. */
    CompletionStage<Void> unblock(UserId user, UserId other);

    /** Everyone who has a block with this user, in either direction; at most 10,000. */
    CompletionStage<Set<UserId>> blockedEitherWay(UserId user);

    /** Writes {@code isOnline} and {@code lastActive} for other readers, never an older {@code version} over a newer one. */
    CompletionStage<Void> recordPresence(UserId user, boolean isOnline, Instant lastActive, long version);

    /** Users that are online in the collection, in order of id, after {@code after}; used to correct it after a loss in Redis. */
    CompletionStage<List<UserId>> recordedOnline(Optional<UserId> after, int limit);
}
