package dev.parley.gateway.events;

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Presence events to presence. */
public final class PresenceHandler implements EventHandlers {
    private final PresenceLookup directory;
    private final LocalPresence presence;

    public PresenceHandler(PresenceLookup directory, LocalPresence presence) {
        this.directory = directory;
        this.presence = presence;
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                new Endpoint<>(WireEvents.GET_ONLINE_STATUS, this::getOnlineStatus),
                new Endpoint<>(WireEvents.SET_ONLINE_STATUS, this::setOnlineStatus, EventLimit.ONLINE_STATUS));
    }

    CompletionStage<GetOnlineStatusReply> getOnlineStatus(Connection connection, GetOnlineStatusPayload payload) {
        Optional<UserId> asker = Optional.of(connection.caller());
        return directory.lookUp(asker, payload.users()).thenApply(states -> {
            List<OnlineStatusPayload> statuses =
                    states.stream().map(OnlineStatusPayload::of).toList();
            statuses.forEach(status -> connection.output().emit(WireEvents.ONLINE_STATUS, status));
            return payload.userIds().isPresent() ? new OnlineStatusListReply(statuses) : statuses.get(0);
        });
    }

    CompletionStage<SetOnlineStatusReply> setOnlineStatus(Connection connection, SetOnlineStatusPayload payload) {
        UserId user = connection.callerNamed(payload.userId());
        return presence.setVisible(user, payload.isOnline())
                .thenApply(done -> new SetOnlineStatusReply(user.value(), payload.isOnline()));
    }
}
