package dev.parley.gateway.events;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.timers.Timers;
import dev.parley.gateway.transport.SessionAttachment;
import dev.parley.gateway.wire.RoomNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The state of one socket in the namespace, which has one user for its whole life. Any thread. */
public final class Connection implements SessionAttachment {
    private static final int TYPING_AT_ONCE = 20;

    private final SocketOutput output;
    private final Member member;
    private final SerialRequestQueue requests = new SerialRequestQueue();
    private final LongSupplier nanoClock;
    /** By ordinal of the limit; null until the first event that it counts. */
    private final TokenBucket[] buckets = new TokenBucket[EventLimit.values().length];

    private final Map<ChatId, Timers.Pending> typing = new HashMap<>(2);
    private Identity identity;
    private Timers.Pending expiry = () -> {};
    private boolean counted;
    private boolean closed;

    /** @param identity of the token; empty without tokens, until the first {@code user-join} */
    Connection(SocketOutput output, Member member, Optional<Identity> identity, LongSupplier nanoClock) {
        this.output = output;
        this.member = member;
        this.nanoClock = nanoClock;
        identity.ifPresent(this::own);
    }

    public SocketOutput output() {
        return output;
    }

    Member member() {
        return member;
    }

    SerialRequestQueue requests() {
        return requests;
    }

    /** Runs {@code action} once all requests so far are answered, which is within the deadline of the last one. */
    public void whenAnswered(Runnable action) {
        requests.afterwards(action);
    }

    synchronized Optional<Identity> identity() {
        return Optional.ofNullable(identity);
    }

    /** Empty until the socket has a user. */
    Optional<UserId> userId() {
        return identity().map(Identity::userId);
    }

    /** The user of the socket. Throws {@link ErrorCode#NOT_IDENTIFIED} while it has none. */
    UserId caller() {
        return identity()
                .orElseThrow(() ->
                        new Rejection(ErrorCode.NOT_IDENTIFIED, "the socket has no user yet; emit user-join first"))
                .userId();
    }

    /** The caller, who must be the user that a payload names. */
    UserId callerNamed(UserId named) {
        UserId caller = caller();
        if (!caller.equals(named)) {
            throw mismatch();
        }
        return caller;
    }

    /** Makes this the socket of {@code claimed}, unless it has a user already. Throws when that is another one. */
    synchronized Identity identify(Identity claimed) {
        if (identity == null) {
            own(claimed);
        }
        if (!identity.userId().equals(claimed.userId())) {
            throw mismatch();
        }
        return identity;
    }

    private void own(Identity user) {
        identity = user;
        member.identify(RoomNames.of(user.userId()));
    }

    /** Replaces the identity by that of a fresh token of the same user. */
    synchronized void renew(Identity fresh) {
        if (!identify(fresh).equals(fresh)) {
            identity = fresh;
        }
    }

    /** Counts one event. Empty when it is within the limit; otherwise the time after which one is. */
    synchronized Optional<Duration> take(EventLimit limit) {
        long now = nanoClock.getAsLong();
        TokenBucket bucket = buckets[limit.ordinal()];
        if (bucket == null) {
            bucket = new TokenBucket(limit, now);
            buckets[limit.ordinal()] = bucket;
        }
        return bucket.take(now);
    }

    boolean takeTypingStart() {
        return take(EventLimit.TYPING).isEmpty();
    }

    /** True once, and only while the socket is open: presence must count it then. */
    synchronized boolean beginCounting() {
        boolean first = !counted && !closed;
        counted = counted || first;
        return first;
    }

    /** True once. */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        expiry.cancel();
        return first;
    }

    synchronized boolean isCounted() {
        return counted;
    }

    /** Replaces the timer that ends the token. It is cancelled when the socket is closed. */
    synchronized void expire(Timers.Pending timer) {
        expiry.cancel();
        expiry = timer;
        if (closed) {
            timer.cancel();
        }
    }

    /**
     * False when the socket is closed or types in too many chats; the timer is cancelled then.
     *
     * @param first runs when the socket did not type in the chat before
     */
    synchronized boolean typing(ChatId chat, Timers.Pending end, Runnable first) {
        boolean fits = !closed && (typing.containsKey(chat) || typing.size() < TYPING_AT_ONCE);
        if (!fits) {
            end.cancel();
            return false;
        }
        Optional.ofNullable(typing.put(chat, end)).ifPresentOrElse(Timers.Pending::cancel, first);
        return true;
    }

    synchronized boolean isTyping(ChatId chat) {
        return typing.containsKey(chat);
    }

    /** True when the socket was typing in the chat. */
    synchronized boolean endTyping(ChatId chat) {
        Optional<Timers.Pending> end = Optional.ofNullable(typing.remove(chat));
        end.ifPresent(Timers.Pending::cancel);
        return end.isPresent();
    }

    synchronized List<ChatId> typingIn() {
        return List.copyOf(typing.keySet());
    }

    private static Rejection mismatch() {
        return new Rejection(
                ErrorCode.IDENTITY_MISMATCH,
                "this socket has another user, and a socket has one user for its whole life");
    }
}
