package dev.parley.gateway.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Optional;

/** Client events, replies and server events about the connection itself. */
public final class ConnectionPayloads {
    private ConnectionPayloads() {}

    /** A reply without fields beside {@code ok}. */
    @JsonSerialize
    public record DoneReply() {}

    /** A request about one user, for most of them the caller. */
    public record UserPayload(UserId userId) {
        static UserPayload read(PayloadFields fields) {
            return new UserPayload(fields.userId("userId"));
        }
    }

    /** @param role null when neither the token nor the users' collection knows one */
    public record UserJoinReply(
            String userId,
            @JsonInclude(JsonInclude.Include.ALWAYS) Optional<String> role,
            Instant serverTime,
            long unreadNotifications) {}

    public record RefreshTokenPayload(String token) {
        static RefreshTokenPayload read(PayloadFields fields) {
            return new RefreshTokenPayload(fields.textOrEmpty("token"));
        }

        @Override
        public String toString() {
            return "RefreshTokenPayload[token=***]";
        }
    }

    /** @param expiresAt null for a token that does not expire */
    public record RefreshTokenReply(
            @JsonInclude(JsonInclude.Include.ALWAYS) Optional<Instant> expiresAt) {}

    /** Events since {@code since} may be missing: the client reads the history with {@code afterSeq}. */
    public record ResyncPayload(String reason, Instant since) {

        /** Whether an event was announced is not known. */
        public static ResyncPayload announcementUnknown(Instant since) {
            return new ResyncPayload("announcement_unknown", since);
        }
    }

    /** The node shuts down: the client reconnects after this time, which differs between sockets. */
    public record ServerDrainingPayload(long reconnectAfterMs) {}
}
