package dev.parley.gateway.events;

import dev.parley.core.id.UserId;
import dev.parley.core.notification.NotificationService;
import dev.parley.core.user.Role;
import dev.parley.core.user.UserService;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.auth.TokenAuthenticator;
import dev.parley.gateway.wire.ConnectionPayloads.RefreshTokenPayload;
import dev.parley.gateway.wire.ConnectionPayloads.RefreshTokenReply;
import dev.parley.gateway.wire.ConnectionPayloads.UserJoinReply;
import dev.parley.gateway.wire.ConnectionPayloads.UserPayload;
import dev.parley.gateway.wire.EnumNames;
import dev.parley.gateway.wire.WireEvents;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Translates {@code user-join} and {@code refresh-token} to use cases. */
public final class ConnectionHandler implements EventHandlers {
    private final UserSessions sessions;
    private final UserService users;
    private final NotificationService notifications;
    private final Optional<TokenAuthenticator> authenticator;
    private final Clock clock;

    /** @param authenticator empty with {@code --auth none}, where the first {@code user-join} names the user */
    public ConnectionHandler(
            UserSessions sessions,
            UserService users,
            NotificationService notifications,
            Optional<TokenAuthenticator> authenticator,
            Clock clock) {
        this.sessions = sessions;
        this.users = users;
        this.notifications = notifications;
        this.authenticator = authenticator;
        this.clock = clock;
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                new Endpoint<>(WireEvents.USER_JOIN, this::userJoin),
                new Endpoint<>(WireEvents.REFRESH_TOKEN, this::refreshToken));
    }

    CompletionStage<UserJoinReply> userJoin(Connection connection, UserPayload payload) {
        return sessions.identify(connection, payload.userId()).thenCompose(identity -> join(connection, identity));
    }

    CompletionStage<RefreshTokenReply> refreshToken(Connection connection, RefreshTokenPayload payload) {
        return authenticator
                .map(tokens -> tokens.authenticate(Optional.of(payload.token()), connection)
                        .thenApply(fresh -> renew(connection, fresh)))
                .orElseGet(() -> CompletableFuture.completedFuture(new RefreshTokenReply(Optional.empty())));
    }

    /** The three look-ups run at the same time. */
    private CompletionStage<UserJoinReply> join(Connection connection, Identity identity) {
        UserId user = identity.userId();
        CompletionStage<Optional<Role>> role = roleOf(identity);
        CompletionStage<Long> unread = notifications.unread(user);
        return sessions.enter(connection, user)
                .thenCombine(role, (entered, known) -> known)
                .thenCombine(unread, (known, count) -> reply(user, known, count));
    }

    private CompletionStage<Optional<Role>> roleOf(Identity identity) {
        return identity.role().isPresent()
                ? CompletableFuture.completedFuture(identity.role())
                : users.find(identity.userId()).thenApply(user -> user.role());
    }

    private UserJoinReply reply(UserId user, Optional<Role> role, long unread) {
        return new UserJoinReply(user.value(), role.map(EnumNames::of), clock.instant(), unread);
    }

    private RefreshTokenReply renew(Connection connection, Identity fresh) {
        sessions.renew(connection, fresh);
        return new RefreshTokenReply(fresh.expiresAt());
    }
}
