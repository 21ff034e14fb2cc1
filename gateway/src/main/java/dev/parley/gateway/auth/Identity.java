package dev.parley.gateway.auth;

import dev.parley.core.id.UserId;
import dev.parley.core.user.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * Who is calling.
 *
 * @param role as the token says; empty without a token, or with one that does not say
 * @param expiresAt when the token ends; empty when it does not
 */
public record Identity(UserId userId, Optional<Role> role, Optional<Instant> expiresAt) {

    /** Someone who said who they are and was believed ({@code --auth none}). */
    public static Identity claimed(UserId userId) {
        return new Identity(userId, Optional.empty(), Optional.empty());
    }

    /** May act for anyone. */
    public boolean isService() {
        return role.filter(Role.SERVICE::equals).isPresent();
    }
}
