package dev.parley.gateway.wire;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Media;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageCounts;
import dev.parley.core.chat.MessageType;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.Notification;
import dev.parley.core.testing.People;
import dev.parley.gateway.wire.ChatPayloads.JoinChatReply;
import dev.parley.gateway.wire.ChatPayloads.LeaveChatReply;
import dev.parley.gateway.wire.ChatPayloads.MarkMessagesReadReply;
import dev.parley.gateway.wire.ChatPayloads.MessageNotificationPayload;
import dev.parley.gateway.wire.ChatPayloads.MessagesDeliveredPayload;
import dev.parley.gateway.wire.ChatPayloads.MessagesReadPayload;
import dev.parley.gateway.wire.ChatPayloads.SendAllowanceReply;
import dev.parley.gateway.wire.ChatPayloads.SendMessageReply;
import dev.parley.gateway.wire.ChatPayloads.UserTypingPayload;
import dev.parley.gateway.wire.ConnectionPayloads.DoneReply;
import dev.parley.gateway.wire.ConnectionPayloads.RefreshTokenReply;
import dev.parley.gateway.wire.ConnectionPayloads.ResyncPayload;
import dev.parley.gateway.wire.ConnectionPayloads.ServerDrainingPayload;
import dev.parley.gateway.wire.ConnectionPayloads.UserJoinReply;
import dev.parley.gateway.wire.NotificationPayloads.AllNotificationsReadPayload;
import dev.parley.gateway.wire.NotificationPayloads.JoinNotificationsReply;
import dev.parley.gateway.wire.NotificationPayloads.NotificationReadPayload;
import dev.parley.gateway.wire.NotificationPayloads.PreparedNotificationPayload;
import dev.parley.gateway.wire.NotificationPayloads.UnreadCountPayload;
import dev.parley.gateway.wire.PresencePayloads.OnlineStatusListReply;
import dev.parley.gateway.wire.PresencePayloads.OnlineStatusPayload;
import dev.parley.gateway.wire.PresencePayloads.SetOnlineStatusReply;
import dev.parley.gateway.wire.PresencePayloads.UserStatusChangedPayload;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of each payload, with everything filled in, and where it matters one with everything left out. */
final class WireSamples {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final Instant LATER = Instant.parse("2026-11-23T12:00:01.5Z");
    static final UserId ANNA = new UserId("anna");
    static final UserId BEN = new UserId("6560a1b2c3d4e5f601234568");
    static final ChatId CHAT = new ChatId("6560a1b2c3d4e5f601234567");

    private WireSamples() {}

    static Message message() {
        return new Message(
                new MessageId("6560a1b2c3d4e5f601234569"),
                CHAT,
                7,
                new MessageCounts(4, 2, 0),
                ANNA,
                BEN,
                "Guten Tag",
                MessageType.IMAGE,
                List.of(new Media(
                        "https://files.example/a.png",
                        Optional.of("image/png"),
                        Optional.of("a.png"),
                        Optional.of(3L))),
                Map.of(),
                Optional.of("attempt-1"),
                true,
                Optional.of(LATER),
                true,
                Optional.of(LATER),
                List.of("phone"),
                NOON);
    }

    static Message newMessage() {
        return People.text("6560a1b2c3d4e5f601234569", CHAT, ANNA, BEN, "Guten Tag", Optional.empty(), NOON);
    }

    static Message systemMessage() {
        return new Message(
                new MessageId("6560a1b2c3d4e5f601234569"),
                CHAT,
                8,
                new MessageCounts(4, 2, 1),
                BEN,
                ANNA,
                "The stage changed from inquiry to booked.",
                MessageType.SYSTEM,
                List.of(),
                change(),
                Optional.of("change-6560a1b2c3d4e5f60123456b"),
                true,
                Optional.empty(),
                true,
                Optional.empty(),
                List.of(),
                NOON);
    }

    private static Map<String, Object> change() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("change", "stage");
        data.put("from", "inquiry");
        data.put("to", "booked");
        return data;
    }

    static Notification notification(boolean complete) {
        return new Notification(
                new NotificationId("6560a1b2c3d4e5f60123456a"),
                ANNA,
                "booking",
                "Booked",
                "Ben accepted",
                complete ? Map.of("bookingId", "b1") : Map.of(),
                complete,
                complete,
                Optional.of(LATER).filter(time -> complete),
                NOON,
                Optional.of(LATER).filter(time -> complete));
    }

    static Chat chat(boolean complete) {
        return new Chat(
                CHAT,
                ANNA,
                BEN,
                Optional.of("job-1").filter(job -> complete),
                complete ? Chat.Stage.BOOKED : Chat.Stage.INQUIRY,
                complete ? Chat.Status.CLOSED : Chat.Status.OPEN,
                complete ? 7 : 0,
                Optional.of(message()).filter(last -> complete),
                NOON,
                LATER);
    }

    static List<Object> all() {
        MessagePayload message = MessagePayload.of(message());
        NotificationPayload notification = NotificationPayload.of(notification(true));
        OnlineStatusPayload neverSeen = new OnlineStatusPayload("ben", false, Optional.empty());
        Rejection rejection = new Rejection(
                ErrorCode.RATE_LIMITED, "too many messages", "rate", Duration.ofMillis(500), Map.of("burst", 20));
        return List.of(
                message,
                MessagePayload.of(newMessage()),
                MessagePayload.of(systemMessage()),
                ChatPayload.of(chat(true), 3),
                ChatPayload.of(chat(false), 0),
                notification,
                NotificationPayload.of(notification(false)),
                new DoneReply(),
                new UserJoinReply("anna", Optional.of("client"), NOON, 2),
                new UserJoinReply("anna", Optional.empty(), NOON, 0),
                new RefreshTokenReply(Optional.of(NOON)),
                new RefreshTokenReply(Optional.empty()),
                new ResyncPayload("redis", NOON),
                new ServerDrainingPayload(1500),
                new JoinChatReply(CHAT.value(), 7, 1, List.of(message), false),
                new LeaveChatReply(CHAT.value()),
                new SendMessageReply(message, Optional.of(true)),
                new SendMessageReply(message, Optional.empty()),
                new MarkMessagesReadReply(CHAT.value(), 2, 7),
                new SendAllowanceReply(false, Optional.of("rate"), Optional.of(0L), Optional.of(500L)),
                new SendAllowanceReply(true, Optional.empty(), Optional.empty(), Optional.empty()),
                new MessageNotificationPayload(CHAT.value(), "anna", message, 4),
                new MessagesDeliveredPayload(CHAT.value(), "anna", 7, LATER),
                new MessagesReadPayload(CHAT.value(), "anna", 7, 2, LATER),
                new UserTypingPayload(CHAT.value(), "anna", true),
                new JoinNotificationsReply(1, List.of(notification), false),
                new NotificationReadPayload("6560a1b2c3d4e5f60123456a", 3),
                new AllNotificationsReadPayload(2, 0),
                new UnreadCountPayload(5),
                new PreparedNotificationPayload(Map.of("anything", List.of(1, true))),
                new OnlineStatusPayload("anna", true, Optional.of(NOON)),
                neverSeen,
                new OnlineStatusListReply(List.of(neverSeen)),
                new SetOnlineStatusReply("anna", false),
                new UserStatusChangedPayload("anna", true, NOON, 9),
                WireError.of(rejection),
                WireError.of(ErrorCode.INTERNAL, "something went wrong"),
                WireError.of(rejection).asEvent("send-message"),
                WireError.of(ErrorCode.TOKEN_EXPIRED, "the token has expired").asEvent());
    }
}
