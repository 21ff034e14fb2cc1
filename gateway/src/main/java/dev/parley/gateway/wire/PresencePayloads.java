package dev.parley.gateway.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Requests, replies and pushes about who is online. */
public final class PresencePayloads {
    /** Most users that one question may be about. */
    public static final int MAX_USERS = 100;

    private PresencePayloads() {}

    /** @param asList whether a list was sent, and so a list is the answer */
    public record GetOnlineStatusPayload(List<String> userIds, boolean asList) {
        static GetOnlineStatusPayload read(PayloadFields fields) {
            return new GetOnlineStatusPayload(fields.texts("userIds", MAX_USERS), fields.isList("userIds"));
        }
    }

    /** One user for a string, {@code users} for a list. */
    public sealed interface GetOnlineStatusReply permits OnlineStatusPayload, OnlineStatusListReply {}

    /** Reply and push alike. @param lastActive null for a user who was never seen */
    public record OnlineStatusPayload(
            String userId,
            @JsonProperty("isOnline") boolean isOnline,
            @JsonInclude(JsonInclude.Include.ALWAYS) Optional<Instant> lastActive)
            implements GetOnlineStatusReply {

        public static OnlineStatusPayload of(PresenceState state) {
            return new OnlineStatusPayload(state.userId().value(), state.isOnline(), state.lastActive());
        }
    }

    public record OnlineStatusListReply(List<OnlineStatusPayload> users) implements GetOnlineStatusReply {}

    /** @param isOnline false: appear offline until set true again or the last connection goes */
    public record SetOnlineStatusPayload(
            String userId, @JsonProperty("isOnline") boolean isOnline) {
        static SetOnlineStatusPayload read(PayloadFields fields) {
            return new SetOnlineStatusPayload(fields.text("userId"), fields.flag("isOnline"));
        }
    }

    public record SetOnlineStatusReply(
            String userId, @JsonProperty("isOnline") boolean isOnline) {}

    /** @param version grows per user; an older one than was seen is to be ignored */
    public record UserStatusChangedPayload(
            String userId, @JsonProperty("isOnline") boolean isOnline, Instant lastActive, long version) {

        public static UserStatusChangedPayload of(PresenceChange change) {
            return new UserStatusChangedPayload(
                    change.userId().value(), change.isOnline(), change.lastActive(), change.version());
        }
    }
}
