package dev.parley.gateway.events;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.id.UserId;
import dev.parley.gateway.presence.PresenceLookup;
import dev.parley.gateway.wire.PresencePayloads.GetOnlineStatusPayload;
import dev.parley.gateway.wire.PresencePayloads.GetOnlineStatusReply;
import dev.parley.gateway.wire.PresencePayloads.OnlineStatusListReply;
import dev.parley.gateway.wire.PresencePayloads.OnlineStatusPayload;
import dev.parley.gateway.wire.PresencePayloads.SetOnlineStatusPayload;
import dev.parley.gateway.wire.PresencePayloads.SetOnlineStatusReply;
import dev.parley.gateway.wire.WireEvents;
import dev.parley.presence.LocalPresence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Translates {@code get-online-status} and {@code set-online-status}. */
public final class PresenceHandler implements EventHandlers {
    private static final int MAX_BUCKETS = 50_000;
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final PresenceLookup lookup;
    private final LocalPresence presence;
    private final LongSupplier nanoClock;
    /** The limit per user, beside that of each socket: one user may open many. */
    private final Cache<UserId, TokenBucket> choices;

    /** @param nanoClock like {@link System#nanoTime} */
    public PresenceHandler(PresenceLookup lookup, LocalPresence presence, LongSupplier nanoClock) {
        this.lookup = lookup;
        this.presence = presence;
        this.nanoClock = nanoClock;
        this.choices = Caffeine.newBuilder()
                .maximumSize(MAX_BUCKETS)
                .expireAfterAccess(IDLE)
                .ticker(nanoClock::getAsLong)
                .build();
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                new Endpoint<>(WireEvents.GET_ONLINE_STATUS, this::getOnlineStatus),
                new Endpoint<>(WireEvents.SET_ONLINE_STATUS, this::setOnlineStatus, EventLimit.ONLINE_STATUS));
    }

    CompletionStage<GetOnlineStatusReply> getOnlineStatus(Connection connection, GetOnlineStatusPayload payload) {
        Optional<UserId> asker = Optional.of(connection.caller());
        return lookup.lookUp(asker, payload.users()).thenApply(states -> {
            List<OnlineStatusPayload> statuses =
                    states.stream().map(OnlineStatusPayload::of).toList();
            statuses.forEach(status -> connection.output().emit(WireEvents.ONLINE_STATUS, status));
            return payload.userIds().isPresent() ? new OnlineStatusListReply(statuses) : statuses.get(0);
        });
    }

    CompletionStage<SetOnlineStatusReply> setOnlineStatus(Connection connection, SetOnlineStatusPayload payload) {
        UserId user = connection.callerNamed(payload.userId());
        takeChoice(user);
        return presence.setVisible(user, payload.isOnline())
                .thenApply(done -> new SetOnlineStatusReply(user.value(), payload.isOnline()));
    }

    private void takeChoice(UserId user) {
        long now = nanoClock.getAsLong();
        TokenBucket bucket = choices.get(user, first -> new TokenBucket(EventLimit.ONLINE_STATUS, now));
        Optional<Duration> wait;
        synchronized (bucket) {
            wait = bucket.take(now);
        }
        wait.ifPresent(time -> {
            throw EventLimit.exceeded(time);
        });
    }
}
