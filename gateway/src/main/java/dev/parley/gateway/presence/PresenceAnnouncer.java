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
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Announces changes of presence to the audience, except to users who have a block with the user. Never throws and never
 * blocks. While MongoDB cannot tell who has a block nothing is announced; a change that cannot be announced for half a minute
 * is dropped and counted.
 */
public final class PresenceAnnouncer implements Consumer<PresenceChange> {
    private static final int MAX_CONTACTS = 1000;
    /** About half a minute. */
    private static final int MAX_ATTEMPTS = 8;

    private final PresenceAudience audience;
    private final UserRepository users;
    private final ChatRepository chats;
    private final RoomEmitter emitter;
    private final Retries retries;
    private final Counter unannounced;

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
        this.retries = new Retries(timers, MAX_ATTEMPTS);
        this.unannounced = Counter.builder("parley.presence.unheard")
                .description("Changes of presence that could not be announced")
                .register(registry);
    }

    @Override
    public void accept(PresenceChange change) {
        retries.until(() -> audienceOf(change.userId()))
                .thenAccept(targets -> targets.forEach(target -> announce(change, target)))
                .exceptionally(failure -> {
                    unannounced.increment();
                    return null;
                });
    }

    private void announce(PresenceChange change, BroadcastTarget target) {
        emitter.emit(WireEvents.USER_STATUS_CHANGED, UserStatusChangedPayload.of(change), target);
    }

    private CompletionStage<List<BroadcastTarget>> audienceOf(UserId user) {
        CompletionStage<Set<UserId>> blocked = users.blockedEitherWay(user);
        return audience == PresenceAudience.EVERYONE
                ? blocked.thenApply(PresenceAnnouncer::everyoneBut)
                : blocked.thenCombine(
                        chats.contactsOf(user, MAX_CONTACTS), (hidden, contacts) -> rooms(user, contacts, hidden));
    }

    private static List<BroadcastTarget> everyoneBut(Collection<UserId> blocked) {
        return List.of(BroadcastTarget.everyone()
                .except(blocked.stream().map(RoomNames::of).toList()));
    }

    /** One room each, the user's own devices too: several rooms in one broadcast would go to every node. */
    private static List<BroadcastTarget> rooms(UserId user, Set<UserId> contacts, Set<UserId> blocked) {
        return Stream.concat(Stream.of(user), contacts.stream())
                .distinct()
                .filter(each -> !blocked.contains(each))
                .map(RoomNames::of)
                .map(BroadcastTarget::room)
                .toList();
    }
}
