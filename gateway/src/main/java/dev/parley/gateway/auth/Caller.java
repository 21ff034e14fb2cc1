package dev.parley.gateway.auth;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.UserId;
import java.util.Optional;

/**
 * Who is asking: a user, who may act for nobody else, or another back-end service, which may act for anyone.
 *
 * @param user empty for a service
 */
public record Caller(Optional<UserId> user) {

    public static final Caller SERVICE = new Caller(Optional.empty());

    public static Caller user(UserId id) {
        return new Caller(Optional.of(id));
    }

    public boolean isService() {
        return user.isEmpty();
    }

    /** Throws {@link ErrorCode#FORBIDDEN} for a user. */
    public void requireService() {
        if (!isService()) {
            throw new Rejection(ErrorCode.FORBIDDEN, "for service tokens only");
        }
    }

    public boolean mayActFor(UserId subject) {
        return user.map(subject::equals).orElse(true);
    }

    /** Throws {@link ErrorCode#FORBIDDEN} for a user other than {@code subject}. */
    public void requireActingFor(UserId subject) {
        if (!mayActFor(subject)) {
            throw new Rejection(ErrorCode.FORBIDDEN, "only a service may act for another user");
        }
    }
}
