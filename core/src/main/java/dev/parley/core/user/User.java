package dev.parley.core.user;

import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A user. One without a document is {@link #unknown}: allowed to chat and not blocked.
 *
 * @param blocked the users that this user has blocked
 * @param isOnline as presence last wrote it, for other readers of the collection; Parley makes no decision by it
 */
public record User(
        UserId id,
        Optional<Role> role,
        Optional<String> displayName,
        boolean suspended,
        Set<UserId> blocked,
        boolean isOnline,
        Optional<Instant> lastActive) {

    public User {
        blocked = Set.copyOf(blocked);
    }

    public static User unknown(UserId id) {
        return new User(id, Optional.empty(), Optional.empty(), false, Set.of(), false, Optional.empty());
    }

    public boolean hasBlocked(UserId other) {
        return blocked.contains(other);
    }
}
