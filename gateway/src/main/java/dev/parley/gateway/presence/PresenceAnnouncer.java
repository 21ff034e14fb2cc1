package dev.parley.gateway.presence;

import dev.parley.core.chat.ChatRepository;
import dev.parley.core.id.UserId;
import dev.parley.core.user.UserRepository;
import dev.parley.gateway.cluster.RoomEmitter;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.timers.Retries;
import dev.parley.gateway.timers.Timers;
import dev.parley.gateway.wire.PresencePayloads.UserStatusChangedPayload;
import dev.parley.gateway.wire.RoomNames;
import dev.parley.gateway.wire.WireEvents;
import dev.parley.presence.PresenceChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells the audience who came online and who went offline, but never someone who has a block with the user. Never throws and
 * never blocks: while MongoDB cannot say who that is, nobody is told; then it is tried again, and given up and counted at last.
 */
public final class PresenceAnnouncer implements Consumer<PresenceChange> {
    private static final int MAX_CONTACTS = 1000;
    /** What could not be said for half a minute is old. */
    private static final int TRIES = 8;

    private final PresenceAudience audience;
    private final UserRepository users;
    private final ChatRepository chats;
    private final RoomEmitter emitter;
    private final Retries retries;
    private final Counter unheard;

    public PresenceAnnouncer(
            PresenceAudience audience,
            UserRepository users,
            ChatRepository chats,
            RoomEmitter emitter,
            Timers timers,
            MeterRegistry registry) {
        this.audience = audience;
        this.users = users;
        this.chats = chats;
        this.emitter = emitter;
        this.retries = new Retries(timers, TRIES);
        this.unheard = Counter.builder("parley.presence.unheard")
                .description("Changes of presence that nobody was told")
                .register(registry);
    }

    @Override
    public void accept(PresenceChange change) {
        retries.until(() -> audienceOf(change.userId()))
                .thenAccept(target ->
                        emitter.emit(WireEvents.USER_STATUS_CHANGED, UserStatusChangedPayload.of(change), target))
                .exceptionally(failure -> {
                    unheard.increment();
                    return null;
                });
    }

    private CompletionStage<BroadcastTarget> audienceOf(UserId user) {
        return users.blockedEitherWay(user).thenCombine(contactsOf(user), (blocked, contacts) -> target(user, contacts)
                .but(rooms(blocked)));
    }

    private CompletionStage<Set<UserId>> contactsOf(UserId user) {
        return audience == PresenceAudience.CONTACTS
                ? chats.contactsOf(user, MAX_CONTACTS)
                : CompletableFuture.completedFuture(Set.of());
    }

    /** The user's own other devices are part of either audience. */
    private BroadcastTarget target(UserId user, Set<UserId> contacts) {
        return audience == PresenceAudience.EVERYONE
                ? BroadcastTarget.everyone()
                : new BroadcastTarget(
                        Stream.concat(Stream.of(user), contacts.stream())
                                .map(RoomNames::of)
                                .toList(),
                        List.of());
    }

    private static List<String> rooms(Collection<UserId> people) {
        return people.stream().map(RoomNames::of).toList();
    }
}
