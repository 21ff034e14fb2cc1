package dev.parley.gateway.events;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.timers.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The state of one socket in the namespace. One user for its whole life. Any thread. */
public final class Connection {
    private static final int EVENT_BURST = 200;
    private static final Duration EVENT_INTERVAL = Duration.ofMillis(10);
    private static final int TYPING_BURST = 20;
    private static final Duration TYPING_INTERVAL = Duration.ofMillis(500);
    private static final int TYPING_AT_ONCE = 20;

    private final SocketOutput output;
    private final Member member;
    private final SerialRequestQueue lane = new SerialRequestQueue();
    private final EventBudget events;
    private final EventBudget typingStarts;
    private final Map<ChatId, Timers.Pending> typing = new HashMap<>(2);
    private Identity identity;
    private Timers.Pending expiry = () -> {};
    private boolean counted;
    private boolean closed;

    /** @param identity as the token says; empty until the first {@code user-join} without tokens */
    Connection(SocketOutput output, Member member, Optional<Identity> identity, LongSupplier nanoClock) {
        this.output = output;
        this.member = member;
        this.identity = identity.orElse(null);
        this.events = new EventBudget(EVENT_BURST, EVENT_INTERVAL, nanoClock);
        this.typingStarts = new EventBudget(TYPING_BURST, TYPING_INTERVAL, nanoClock);
    }

    public SocketOutput output() {
        return output;
    }

    Member member() {
        return member;
    }

    SerialRequestQueue lane() {
        return lane;
    }

    /** Runs {@code action} once every request that came so far has its answer, which is within their deadline. */
    public void whenAnswered(Runnable action) {
        lane.afterwards(action);
    }

    synchronized Optional<Identity> identity() {
        return Optional.ofNullable(identity);
    }

    /** Empty until the socket is somebody's. */
    Optional<UserId> userId() {
        return identity().map(Identity::userId);
    }

    /** Who is calling; {@link ErrorCode#NOT_IDENTIFIED} before anyone said. */
    UserId caller() {
        return identity()
                .orElseThrow(() -> new Rejection(ErrorCode.NOT_IDENTIFIED, "user-join first"))
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

    /** Makes this the socket of {@code wanted} unless it is another's; the first one wins. */
    synchronized Identity identify(Identity wanted) {
        if (identity == null) {
            identity = wanted;
        }
        if (!identity.userId().equals(wanted.userId())) {
            throw mismatch();
        }
        return identity;
    }

    /** A fresh token of the same user took the place of the old one. */
    synchronized void renew(Identity fresh) {
        if (!identify(fresh).equals(fresh)) {
            identity = fresh;
        }
    }

    synchronized boolean takeEvent() {
        return events.take();
    }

    synchronized boolean takeTypingStart() {
        return typingStarts.take();
    }

    /** True once, unless the socket is gone: then presence must count it. */
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

    /** Takes the place of the timer before it; none starts once the socket is gone. */
    synchronized void expire(Timers.Pending timer) {
        expiry.cancel();
        expiry = timer;
        if (closed) {
            timer.cancel();
        }
    }

    /** False when the socket is gone or types in too many chats at once; then the timer is cancelled. */
    synchronized boolean typing(ChatId chat, Timers.Pending end) {
        boolean fits = !closed && (typing.containsKey(chat) || typing.size() < TYPING_AT_ONCE);
        if (fits) {
            Optional.ofNullable(typing.put(chat, end)).ifPresent(Timers.Pending::cancel);
        } else {
            end.cancel();
        }
        return fits;
    }

    synchronized boolean isTyping(ChatId chat) {
        return typing.containsKey(chat);
    }

    /** True when the socket was typing there. */
    synchronized boolean endTyping(ChatId chat) {
        Optional<Timers.Pending> end = Optional.ofNullable(typing.remove(chat));
        end.ifPresent(Timers.Pending::cancel);
        return end.isPresent();
    }

    synchronized List<ChatId> typingIn() {
        return List.copyOf(typing.keySet());
    }

    private static Rejection mismatch() {
        return new Rejection(ErrorCode.IDENTITY_MISMATCH, "this socket belongs to another user");
    }
}
