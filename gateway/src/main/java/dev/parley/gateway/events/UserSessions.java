package dev.parley.gateway.events;

import dev.parley.core.chat.ChatService;
import dev.parley.core.id.UserId;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.recovery.HandshakeResult;
import dev.parley.gateway.recovery.RestoredSession;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.rooms.Rooms;
import dev.parley.gateway.transport.Session;
import dev.parley.gateway.wire.RoomNames;
import dev.parley.presence.LocalPresence;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of users, from the handshake to the disconnect: which user a socket has, when it is in that user's room, and when
 * presence counts it. Any thread.
 */
public final class UserSessions {
    private static final Logger LOG = LoggerFactory.getLogger(UserSessions.class);

    private final ChatService chats;
    private final LocalPresence presence;
    private final Rooms rooms;
    private final TypingIndicator typing;
    private final PendingUserSockets pending;
    private final TokenExpiry expiry;
    private final LongSupplier nanoClock;

    public UserSessions(
            ChatService chats,
            LocalPresence presence,
            Rooms rooms,
            TypingIndicator typing,
            PendingUserSockets pending,
            TokenExpiry expiry,
            LongSupplier nanoClock) {
        this.chats = chats;
        this.presence = presence;
        this.rooms = rooms;
        this.typing = typing;
        this.pending = pending;
        this.expiry = expiry;
        this.nanoClock = nanoClock;
    }

    /** Runs before the first event of the socket. */
    Connection open(Session session, SocketOutput output, HandshakeResult handshake) {
        Optional<RestoredSession> restored = handshake.restored();
        Member member = restored.map(RestoredSession::member).orElseGet(() -> new Member(session));
        Connection connection = open(output, member, handshake.identity());
        session.attach(connection);
        restored.ifPresent(earlier -> resume(connection, earlier));
        return connection;
    }

    Connection open(SocketOutput output, Member member, Optional<Identity> identity) {
        Connection connection = new Connection(output, member, identity, nanoClock);
        rooms.enter(member);
        identity.ifPresent(known -> {
            pending.add(RoomNames.of(known.userId()), connection);
            expiry.watch(connection, known);
        });
        return connection;
    }

    /**
     * Makes this the socket of {@code user}. Fails with {@code invalid_payload} for the id of a chat, and with
     * {@code identity_mismatch} when the socket has another user.
     */
    CompletionStage<Identity> identify(Connection connection, UserId user) {
        return chats.requireUser(user).thenApply(checked -> connection.identify(identityOf(connection, user)));
    }

    /** Deliberate: joins the user's room before presence counts the socket, so that a new device misses no event. */
    CompletionStage<Void> enter(Connection connection, UserId user) {
        return rooms.join(connection.member(), RoomNames.of(user))
                .thenRun(() -> pending.remove(RoomNames.of(user), connection))
                .thenCompose(joined -> count(connection, user));
    }

    /** Replaces the identity by that of a fresh token of the same user. */
    void renew(Connection connection, Identity fresh) {
        connection.renew(fresh);
        expiry.watch(connection, fresh);
    }

    /** Leaves all rooms at once. What the socket still has in flight ends before presence is told. Idempotent. */
    void close(Connection connection) {
        if (connection.close()) {
            connection.identity().ifPresent(known -> pending.remove(RoomNames.of(known.userId()), connection));
            rooms.leaveAll(connection.member());
            connection.requests().afterwards(() -> closed(connection));
        }
    }

    /** Presence counts the socket at once: the client does not emit {@code user-join} again. */
    private void resume(Connection connection, RestoredSession restored) {
        restored.session()
                .user()
                .filter(user -> restored.session().rooms().contains(RoomNames.of(user)))
                .ifPresent(user -> {
                    pending.remove(RoomNames.of(user), connection);
                    count(connection, user);
                });
        restored.replay();
    }

    private static Identity identityOf(Connection connection, UserId user) {
        return connection
                .identity()
                .filter(known -> known.userId().equals(user))
                .orElseGet(() -> Identity.claimed(user));
    }

    /** A socket that is in its user's room receives events, also while presence cannot be told. */
    private CompletionStage<Void> count(Connection connection, UserId user) {
        return connection.beginCounting()
                ? presence.connected(user).exceptionally(UserSessions::reportedLater)
                : CompletableFuture.completedFuture(null);
    }

    private void closed(Connection connection) {
        rooms.leaveAll(connection.member());
        typing.endedEverywhere(connection);
        if (connection.isCounted()) {
            presence.disconnected(connection.caller()).exceptionally(UserSessions::reportedLater);
        }
    }

    /** Presence keeps the count and reports it when Redis is available again. */
    private static Void reportedLater(Throwable failure) {
        LOG.debug("presence is reported when Redis is available again: {}", failure.toString());
        return null;
    }
}
