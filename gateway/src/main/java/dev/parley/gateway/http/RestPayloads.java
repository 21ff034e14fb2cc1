package dev.parley.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.MessageRepository.Messages;
import dev.parley.core.chat.MessageRules.Decision;
import dev.parley.core.chat.MessageType;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.NotificationDraft;
import dev.parley.core.user.Role;
import dev.parley.core.user.User;
import dev.parley.core.user.UserChange;
import dev.parley.gateway.wire.ChatPayload;
import dev.parley.gateway.wire.ChatPayloads.SendMessagePayload;
import dev.parley.gateway.wire.EnumNames;
import dev.parley.gateway.wire.MediaPayload;
import dev.parley.gateway.wire.MessagePayload;
import dev.parley.gateway.wire.NotificationPayload;
import dev.parley.gateway.wire.PayloadFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Payloads of the REST API that Socket.IO events do not have. */
public final class RestPayloads {
    private static final int MAX_MEDIA = 100;
    private static final int MAX_RECEIVERS = 1000;
    private static final int MAX_USERS = 100;

    private RestPayloads() {}

    public record OpenChatPayload(String client, String provider, Optional<String> context) {
        static OpenChatPayload read(PayloadFields fields) {
            return new OpenChatPayload(fields.text("client"), fields.text("provider"), fields.optionalText("context"));
        }
    }

    public record ChangeChatPayload(Optional<String> stage, Optional<String> status) {
        static ChangeChatPayload read(PayloadFields fields) {
            return new ChangeChatPayload(fields.optionalText("stage"), fields.optionalText("status"));
        }

        Optional<Chat.Stage> newStage() {
            return stage.map(word -> EnumNames.parse(Chat.Stage.class, word, "stage"));
        }

        Optional<Chat.Status> newStatus() {
            return status.map(word -> EnumNames.parse(Chat.Status.class, word, "status"));
        }
    }

    /** @param cursor of the next page; absent on the last */
    public record ChatsReply(List<ChatPayload> chats, Optional<String> cursor) {}

    /** @param messages ascending by {@code seq} */
    public record MessagesReply(List<MessagePayload> messages, boolean hasMore) {
        static MessagesReply of(Messages found) {
            return new MessagesReply(
                    found.messages().stream().map(MessagePayload::of).toList(), found.hasMore());
        }
    }

    /**
     * A message to a chat that the path names.
     *
     * @param sender a participant; may be absent in a message of type system
     * @param data for messages of type custom or system
     */
    public record PostMessagePayload(
            Optional<String> sender,
            String content,
            Optional<String> messageType,
            Optional<List<MediaPayload>> media,
            Optional<Map<String, Object>> data,
            Optional<String> clientMessageId) {
        private static final String SYSTEM = EnumNames.of(MessageType.SYSTEM);

        static PostMessagePayload read(PayloadFields fields) {
            Optional<String> messageType = fields.optionalText("messageType");
            return new PostMessagePayload(
                    messageType.filter(SYSTEM::equals).isPresent()
                            ? fields.optionalText("sender")
                            : Optional.of(fields.text("sender")),
                    fields.content("content"),
                    messageType,
                    Optional.of(fields.list("media", MAX_MEDIA, MediaPayload::read)),
                    Optional.of(fields.messageData("data")),
                    fields.optionalKey("clientMessageId"));
        }

        /** Where there is none, a name that is stored nowhere. */
        UserId senderId() {
            return new UserId(sender.orElse(SYSTEM));
        }

        SendMessage to(ChatId chat, boolean byService) {
            return new SendMessagePayload(chat, content, messageType, media, data, clientMessageId)
                    .from(senderId(), byService);
        }
    }

    /** A message to be judged by the rules and not sent. */
    public record ExplainPayload(
            String chatId,
            Optional<String> sender,
            String content,
            Optional<String> messageType,
            Optional<List<MediaPayload>> media,
            Optional<Map<String, Object>> data,
            Optional<String> clientMessageId) {

        static ExplainPayload read(PayloadFields fields) {
            PostMessagePayload message = PostMessagePayload.read(fields);
            return new ExplainPayload(
                    fields.text("chatId"),
                    message.sender,
                    message.content,
                    message.messageType,
                    message.media,
                    message.data,
                    message.clientMessageId);
        }

        UserId senderId() {
            return message().senderId();
        }

        SendMessage command(boolean byService) {
            return message().to(new ChatId(chatId), byService);
        }

        private PostMessagePayload message() {
            return new PostMessagePayload(sender, content, messageType, media, data, clientMessageId);
        }
    }

    /** @param code of the refusal, when not allowed */
    public record DecisionPayload(
            String rule, String mode, boolean allowed, Optional<String> code, Optional<String> reason) {
        static DecisionPayload of(Decision decision) {
            return new DecisionPayload(
                    decision.rule(), decision.mode(), decision.allowed(), decision.code(), decision.reason());
        }
    }

    /** @param canSend false when an enforced rule refuses */
    public record ExplainReply(boolean canSend, List<DecisionPayload> decisions) {
        static ExplainReply of(List<Decision> decisions) {
            return new ExplainReply(
                    decisions.stream()
                            .allMatch(decision ->
                                    decision.allowed() || !decision.mode().equals("enforce")),
                    decisions.stream().map(DecisionPayload::of).toList());
        }
    }

    /** Changes the fields that are present. */
    public record ChangeUserPayload(Optional<String> role, Optional<String> displayName, Optional<Boolean> suspended) {
        static ChangeUserPayload read(PayloadFields fields) {
            return new ChangeUserPayload(
                    fields.optionalText("role"), fields.optionalText("displayName"), fields.optionalFlag("suspended"));
        }

        /** Whether it changes fields that only a service may change. */
        boolean isPrivileged() {
            return role.isPresent() || suspended.isPresent();
        }

        UserChange change() {
            return new UserChange(role.map(word -> EnumNames.parse(Role.class, word, "role")), displayName, suspended);
        }
    }

    /** @param isOnline as presence last wrote it */
    public record UserReply(
            String userId,
            Optional<String> role,
            Optional<String> displayName,
            boolean suspended,
            List<String> blocked,
            @JsonProperty("isOnline") boolean isOnline,
            Optional<Instant> lastActive) {
        static UserReply of(User user) {
            return new UserReply(
                    user.id().value(),
                    user.role().map(EnumNames::of),
                    user.displayName(),
                    user.suspended(),
                    user.blocked().stream().map(UserId::value).sorted().toList(),
                    user.isOnline(),
                    user.lastActive());
        }
    }

    /** @param reason for the log; at most 128 characters */
    public record DisconnectPayload(Optional<String> reason) {
        static DisconnectPayload read(PayloadFields fields) {
            return new DisconnectPayload(fields.optionalKey("reason"));
        }
    }

    /**
     * To {@code userId}, to {@code userIds}, or to both.
     *
     * @param clientNotificationId chosen by the caller, the same on every retry
     */
    public record PostNotificationPayload(
            Optional<String> userId,
            Optional<List<String>> userIds,
            String type,
            String title,
            String body,
            Optional<Map<String, Object>> data,
            Optional<Instant> expiresAt,
            Optional<String> clientNotificationId) {

        static PostNotificationPayload read(PayloadFields fields) {
            return new PostNotificationPayload(
                    fields.optionalText("userId"),
                    fields.isList("userIds") ? Optional.of(fields.texts("userIds", MAX_RECEIVERS)) : Optional.empty(),
                    fields.text("type"),
                    fields.textOrEmpty("title"),
                    fields.textOrEmpty("body"),
                    Optional.of(fields.object("data")),
                    fields.optionalTime("expiresAt"),
                    fields.optionalKey("clientNotificationId"));
        }

        List<UserId> receivers() {
            List<String> ids = new ArrayList<>(userIds.orElse(List.of()));
            userId.ifPresent(ids::add);
            if (ids.isEmpty()) {
                throw PayloadFields.refusal("userId", "or userIds is missing");
            }
            return ids.stream().distinct().map(UserId::new).toList();
        }

        NotificationDraft draft() {
            return new NotificationDraft(type, title, body, data.orElse(Map.of()), expiresAt);
        }
    }

    /** One per receiver. */
    public record NotificationsPostedReply(List<NotificationPayload> notifications) {}

    /** @param notification any fields; emitted as it is */
    public record EmitNotificationPayload(String userId, Map<String, Object> notification) {
        static EmitNotificationPayload read(PayloadFields fields) {
            Map<String, Object> notification = fields.object("notification");
            if (notification.isEmpty()) {
                throw PayloadFields.refusal("notification", "is missing");
            }
            return new EmitNotificationPayload(fields.text("userId"), notification);
        }
    }

    /** @param cursor of the next page; absent on the last */
    public record NotificationsReply(List<NotificationPayload> notifications, long unread, Optional<String> cursor) {}

    /**
     * @param lastActive null for a user who was never seen
     * @param connections sockets on live nodes, also while the user appears offline
     */
    public record PresencePayload(
            String userId,
            @JsonProperty("isOnline") boolean isOnline,
            @JsonInclude(JsonInclude.Include.ALWAYS) Optional<Instant> lastActive,
            int connections) {}

    public record PresenceQueryPayload(List<String> userIds) {
        static PresenceQueryPayload read(PayloadFields fields) {
            return new PresenceQueryPayload(fields.texts("userIds", MAX_USERS));
        }
    }

    /** In the order asked for. */
    public record PresenceReply(List<PresencePayload> users) {}

    /**
     * A node of the cluster as of its last heartbeat; the figures count since its start.
     *
     * @param leaseUntil when the node counts as dead unless it renews the lease
     * @param canaries milliseconds until the node heard the last canary of each peer
     * @param refusals messages that each enforced rule has refused
     */
    public record NodePayload(
            String nodeId,
            String version,
            Instant startedAt,
            Instant leaseUntil,
            long connections,
            long rooms,
            long messages,
            long deliveries,
            long disagreements,
            Map<String, Long> canaries,
            Map<String, Long> refusals) {}

    public record ClusterReply(List<NodePayload> nodes) {}
}
