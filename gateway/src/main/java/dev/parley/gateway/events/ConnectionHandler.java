package dev.parley.gateway.events;

import dev.parley.core.chat.ChatService;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.NotificationService;
import dev.parley.core.user.Role;
import dev.parley.core.user.UserService;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.auth.TokenAuthenticator;
import dev.parley.gateway.recovery.HandshakeResult;
import dev.parley.gateway.recovery.RestoredSession;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.rooms.Rooms;
import dev.parley.gateway.timers.Timers;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.Session;
import dev.parley.gateway.wire.ConnectionPayloads.RefreshTokenPayload;
import dev.parley.gateway.wire.ConnectionPayloads.RefreshTokenReply;
import dev.parley.gateway.wire.ConnectionPayloads.UserJoinReply;
import dev.parley.gateway.wire.ConnectionPayloads.UserPayload;
import dev.parley.gateway.wire.EnumNames;
import dev.parley.gateway.wire.RoomNames;
import dev.parley.gateway.wire.WireError;
import dev.parley.gateway.wire.WireEvents;
import dev.parley.presence.LocalPresence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a socket: it connects, says who it is, keeps its token fresh, goes. */
public final class ConnectionHandler implements EventHandlers {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    private final UserService users;
    private final ChatService chats;
    private final NotificationService notifications;
    private final LocalPresence presence;
    private final Rooms rooms;
    private final TypingIndicator typing;
    private final PendingUserSockets admitted;
    private final Optional<TokenAuthenticator> authenticator;
    private final Timers timers;
    private final Clock clock;
    private final LongSupplier nanoClock;

    /** @param authenticator empty when the first {@code user-join} is believed */
    public ConnectionHandler(
            UserService users,
            ChatService chats,
            NotificationService notifications,
            LocalPresence presence,
            Rooms rooms,
            TypingIndicator typing,
            PendingUserSockets admitted,
            Optional<TokenAuthenticator> authenticator,
            Timers timers,
            Clock clock,
            LongSupplier nanoClock) {
        this.users = users;
        this.chats = chats;
        this.notifications = notifications;
        this.presence = presence;
        this.rooms = rooms;
        this.typing = typing;
        this.admitted = admitted;
        this.authenticator = authenticator;
        this.timers = timers;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                new Endpoint<>(WireEvents.USER_JOIN, this::userJoin),
                new Endpoint<>(WireEvents.REFRESH_TOKEN, this::refreshToken));
    }

    /** Runs before the first event of the socket. */
    Connection connected(Session session, SocketOutput output, HandshakeResult admitted) {
        Member member = admitted.comeback().map(RestoredSession::member).orElseGet(() -> new Member(session));
        Connection connection = connected(output, member, admitted.identity());
        session.attach(connection);
        admitted.comeback().ifPresent(comeback -> resume(connection, comeback));
        return connection;
    }

    Connection connected(SocketOutput output, Member member, Optional<Identity> identity) {
        Connection connection = new Connection(output, member, identity, nanoClock);
        rooms.enter(member);
        identity.ifPresent(known -> {
            admitted.add(RoomNames.of(known.userId()), connection);
            watchExpiry(connection, known);
        });
        return connection;
    }

    /** Presence counts the socket at once: the client need not say again who it is. */
    void resume(Connection connection, RestoredSession comeback) {
        comeback.session()
                .user()
                .filter(user -> comeback.session().rooms().contains(RoomNames.of(user)))
                .ifPresent(user -> {
                    admitted.remove(RoomNames.of(user), connection);
                    counted(connection, user).exceptionally(ConnectionHandler::toldLater);
                });
        comeback.replay();
    }

    /** What the socket still had running ends first, so that nothing of it is left behind. */
    void disconnected(Connection connection) {
        if (connection.close()) {
            connection.identity().ifPresent(known -> admitted.remove(RoomNames.of(known.userId()), connection));
            rooms.leaveAll(connection.member());
            connection.requests().afterwards(() -> gone(connection));
        }
    }

    /** Deliberate: in the user's room before presence counts the socket, so that a new device misses nothing. */
    CompletionStage<UserJoinReply> userJoin(Connection connection, UserPayload payload) {
        UserId user = payload.userId();
        return chats.requireUser(user).thenCompose(checked -> joined(connection, user));
    }

    private CompletionStage<UserJoinReply> joined(Connection connection, UserId user) {
        Identity identity = connection.identify(identityOf(connection, user));
        CompletionStage<Optional<Role>> role = roleOf(identity);
        CompletionStage<Long> unread = notifications.unread(user);
        return rooms.join(connection.member(), RoomNames.of(user))
                .thenRun(() -> admitted.remove(RoomNames.of(user), connection))
                .thenCompose(joined -> counted(connection, user))
                .thenCombine(role, (counted, known) -> known)
                .thenCombine(unread, (known, count) -> reply(user, known, count));
    }

    CompletionStage<RefreshTokenReply> refreshToken(Connection connection, RefreshTokenPayload payload) {
        return authenticator
                .map(tokens -> tokens.authenticate(Optional.of(payload.token()), connection)
                        .thenApply(fresh -> renewed(connection, fresh)))
                .orElseGet(() -> CompletableFuture.completedFuture(new RefreshTokenReply(Optional.empty())));
    }

    private Identity identityOf(Connection connection, UserId wanted) {
        return connection
                .identity()
                .filter(known -> known.userId().equals(wanted))
                .orElseGet(() -> Identity.claimed(wanted));
    }

    private CompletionStage<Optional<Role>> roleOf(Identity identity) {
        return identity.role().isPresent()
                ? CompletableFuture.completedFuture(identity.role())
                : users.find(identity.userId()).thenApply(user -> user.role());
    }

    private CompletionStage<Void> counted(Connection connection, UserId user) {
        return connection.beginCounting() ? presence.connected(user) : CompletableFuture.completedFuture(null);
    }

    private UserJoinReply reply(UserId user, Optional<Role> role, long unread) {
        return new UserJoinReply(user.value(), role.map(EnumNames::of), clock.instant(), unread);
    }

    private RefreshTokenReply renewed(Connection connection, Identity fresh) {
        connection.renew(fresh);
        watchExpiry(connection, fresh);
        return new RefreshTokenReply(fresh.expiresAt());
    }

    private void watchExpiry(Connection connection, Identity identity) {
        connection.expire(identity.expiresAt()
                .map(end -> timers.after(until(end), () -> expired(connection)))
                .orElse(() -> {}));
    }

    private Duration until(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static void expired(Connection connection) {
        connection
                .output()
                .emit(
                        WireEvents.ERROR,
                        WireError.of(ErrorCode.TOKEN_EXPIRED, "the token has expired")
                                .asEvent());
        connection.output().close(DisconnectReason.TOKEN_EXPIRED);
    }

    private void gone(Connection connection) {
        rooms.leaveAll(connection.member());
        typing.endedEverywhere(connection);
        if (connection.isCounted()) {
            presence.disconnected(connection.caller()).exceptionally(ConnectionHandler::toldLater);
        }
    }

    /** Presence keeps the count and tells it when Redis is back. */
    private static Void toldLater(Throwable failure) {
        LOG.debug("presence will be told later: {}", failure.toString());
        return null;
    }
}
