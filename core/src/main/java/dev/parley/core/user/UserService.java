package dev.parley.core.user;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.UserId;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The use cases of people and their blocks. Stages fail with a {@link Rejection} or with {@code StorageException}. */
public final class UserService {
    private final UserRepository users;

    public UserService(UserRepository users) {
        this.users = users;
    }

    /** Completes with {@link User#unknown} where the collection has none. */
    public CompletionStage<User> find(UserId id) {
        return users.find(id).thenApply(user -> user.orElseGet(() -> User.unknown(id)));
    }

    /** Creates the user when missing. */
    public CompletionStage<User> change(UserId id, UserChange change) {
        return users.change(id, change);
    }

    /** Idempotent. */
    public CompletionStage<Void> block(UserId user, UserId other) {
        if (user.equals(other)) {
            return CompletableFuture.failedStage(
                    new Rejection(ErrorCode.INVALID_PAYLOAD, "nobody can block themselves"));
        }
        return users.block(user, other);
    }

    /** Idempotent. */
    public CompletionStage<Void> unblock(UserId user, UserId other) {
        return users.unblock(user, other);
    }

    /** Everyone who has a block with this user, in either direction; at most 10,000. */
    public CompletionStage<Set<UserId>> blockedEitherWay(UserId user) {
        return users.blockedEitherWay(user);
    }
}
