package dev.parley.gateway.auth;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.UserId;
import java.util.Optional;

/**
 * The sender of a request: a user, who acts only for themselves, or a back-end service, which acts for every user.
 *
 * @param user empty for a service
 * @param subject of the token; empty without tokens ({@code --auth none})
 */
public record Caller(Optional<UserId> user, Optional<String> subject) {

    /** With {@code --auth none} every caller is a service without a name. */
    public static final Caller ANONYMOUS_SERVICE = new Caller(Optional.empty(), Optional.empty());

    public static Caller user(UserId id) {
        return new Caller(Optional.of(id), Optional.of(id.value()));
    }

    public static Caller service(String subject) {
        return new Caller(Optional.empty(), Optional.of(subject));
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
