package dev.parley.gateway.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.core.id.UserId;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Client events, replies and server events about who is online. */
public final class PresencePayloads {
    /** Most users that one question may be about. */
    public static final int MAX_USERS = 100;

    private PresencePayloads() {}

    /**
     * One user or a list of them.
     *
     * @param userId empty when {@code userIds} is present
     */
    public record GetOnlineStatusPayload(Optional<UserId> userId, Optional<List<UserId>> userIds) {
        static GetOnlineStatusPayload read(PayloadFields fields) {
            if (!fields.isList("userIds")) {
                return new GetOnlineStatusPayload(Optional.of(fields.userId("userId")), Optional.empty());
            }
            if (fields.optionalUserId("userId").isPresent()) {
                throw PayloadFields.refusal("userId", "and userIds exclude each other");
            }
            return new GetOnlineStatusPayload(Optional.empty(), Optional.of(fields.userIds("userIds", MAX_USERS)));
        }

        /** The users asked about, in order. */
        public List<UserId> users() {
            return userIds.orElseGet(() -> List.of(userId.orElseThrow()));
        }
    }

    /** {@code users} for a list, one status otherwise. */
    public sealed interface GetOnlineStatusReply permits OnlineStatusPayload, OnlineStatusListReply {}

    /** A reply and a server event alike. @param lastActive null for a user who was never seen */
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
            UserId userId, @JsonProperty("isOnline") boolean isOnline) {
        static SetOnlineStatusPayload read(PayloadFields fields) {
            return new SetOnlineStatusPayload(fields.userId("userId"), fields.flag("isOnline"));
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
