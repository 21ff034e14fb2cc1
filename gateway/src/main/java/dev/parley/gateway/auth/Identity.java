package dev.parley.gateway.auth;

import dev.parley.core.id.UserId;
import dev.parley.core.user.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * The user of a socket or a request.
 *
 * @param role of the token; empty without a token, or when the token has none
 * @param expiresAt of the token; empty when it does not expire
 */
public record Identity(UserId userId, Optional<Role> role, Optional<Instant> expiresAt) {

    /** An identity that nothing proves ({@code --auth none}). */
    public static Identity claimed(UserId userId) {
        return new Identity(userId, Optional.empty(), Optional.empty());
    }

    /** Whether it may act for every user. */
    public boolean isService() {
        return role.filter(Role.SERVICE::equals).isPresent();
    }
}
