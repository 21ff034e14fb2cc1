package dev.parley.gateway.wire;

import static dev.parley.gateway.wire.PayloadForm.LIST;
import static dev.parley.gateway.wire.PayloadForm.OBJECT;
import static dev.parley.gateway.wire.PayloadForm.TEXT;

import dev.parley.gateway.wire.ChatPayloads.ChatIdPayload;
import dev.parley.gateway.wire.ChatPayloads.JoinChatPayload;
import dev.parley.gateway.wire.ChatPayloads.JoinChatReply;
import dev.parley.gateway.wire.ChatPayloads.LeaveChatReply;
import dev.parley.gateway.wire.ChatPayloads.MarkMessagesReadPayload;
import dev.parley.gateway.wire.ChatPayloads.MarkMessagesReadReply;
import dev.parley.gateway.wire.ChatPayloads.MessageNotificationPayload;
import dev.parley.gateway.wire.ChatPayloads.MessagesDeliveredPayload;
import dev.parley.gateway.wire.ChatPayloads.MessagesReadPayload;
import dev.parley.gateway.wire.ChatPayloads.SendAllowanceReply;
import dev.parley.gateway.wire.ChatPayloads.SendMessagePayload;
import dev.parley.gateway.wire.ChatPayloads.SendMessageReply;
import dev.parley.gateway.wire.ChatPayloads.TypingPayload;
import dev.parley.gateway.wire.ChatPayloads.UserTypingPayload;
import dev.parley.gateway.wire.ConnectionPayloads.DoneReply;
import dev.parley.gateway.wire.ConnectionPayloads.RefreshTokenPayload;
import dev.parley.gateway.wire.ConnectionPayloads.RefreshTokenReply;
import dev.parley.gateway.wire.ConnectionPayloads.ResyncPayload;
import dev.parley.gateway.wire.ConnectionPayloads.ServerDrainingPayload;
import dev.parley.gateway.wire.ConnectionPayloads.UserJoinReply;
import dev.parley.gateway.wire.ConnectionPayloads.UserPayload;
import dev.parley.gateway.wire.NotificationPayloads.AllNotificationsReadPayload;
import dev.parley.gateway.wire.NotificationPayloads.JoinNotificationsReply;
import dev.parley.gateway.wire.NotificationPayloads.MarkNotificationReadPayload;
import dev.parley.gateway.wire.NotificationPayloads.NotificationReadPayload;
import dev.parley.gateway.wire.NotificationPayloads.PreparedNotificationPayload;
import dev.parley.gateway.wire.NotificationPayloads.UnreadCountPayload;
import dev.parley.gateway.wire.PresencePayloads.GetOnlineStatusPayload;
import dev.parley.gateway.wire.PresencePayloads.GetOnlineStatusReply;
import dev.parley.gateway.wire.PresencePayloads.OnlineStatusPayload;
import dev.parley.gateway.wire.PresencePayloads.SetOnlineStatusPayload;
import dev.parley.gateway.wire.PresencePayloads.SetOnlineStatusReply;
import dev.parley.gateway.wire.PresencePayloads.UserStatusChangedPayload;
import dev.parley.gateway.wire.WireError.ErrorPayload;
import java.util.List;

/** All events on the wire. Documents and client types are rendered from these lists. */
public final class WireEvents {

    public static final ClientEvent<UserPayload, UserJoinReply> USER_JOIN = new ClientEvent<>(
            "user-join", UserPayload.class, UserJoinReply.class, List.of(TEXT, OBJECT), UserPayload::read);
    public static final ClientEvent<RefreshTokenPayload, RefreshTokenReply> REFRESH_TOKEN = new ClientEvent<>(
            "refresh-token",
            RefreshTokenPayload.class,
            RefreshTokenReply.class,
            List.of(OBJECT),
            RefreshTokenPayload::read);

    public static final ClientEvent<JoinChatPayload, JoinChatReply> JOIN_CHAT = new ClientEvent<>(
            "join-chat", JoinChatPayload.class, JoinChatReply.class, List.of(TEXT, OBJECT), JoinChatPayload::read);
    public static final ClientEvent<ChatIdPayload, LeaveChatReply> LEAVE_CHAT = new ClientEvent<>(
            "leave-chat", ChatIdPayload.class, LeaveChatReply.class, List.of(TEXT, OBJECT), ChatIdPayload::read);
    public static final ClientEvent<SendMessagePayload, SendMessageReply> SEND_MESSAGE = new ClientEvent<>(
            "send-message",
            SendMessagePayload.class,
            SendMessageReply.class,
            List.of(OBJECT),
            SendMessagePayload::read);
    public static final ClientEvent<TypingPayload, DoneReply> TYPING_START = new ClientEvent<>(
            "typing-start", TypingPayload.class, DoneReply.class, List.of(OBJECT), TypingPayload::read);
    public static final ClientEvent<TypingPayload, DoneReply> TYPING_STOP = new ClientEvent<>(
            "typing-stop", TypingPayload.class, DoneReply.class, List.of(OBJECT), TypingPayload::read);
    public static final ClientEvent<MarkMessagesReadPayload, MarkMessagesReadReply> MARK_MESSAGES_READ =
            new ClientEvent<>(
                    "mark-messages-read",
                    MarkMessagesReadPayload.class,
                    MarkMessagesReadReply.class,
                    List.of(OBJECT),
                    MarkMessagesReadPayload::read);
    public static final ClientEvent<ChatIdPayload, SendAllowanceReply> GET_SEND_ALLOWANCE = new ClientEvent<>(
            "get-send-allowance", ChatIdPayload.class, SendAllowanceReply.class, List.of(OBJECT), ChatIdPayload::read);

    public static final ClientEvent<GetOnlineStatusPayload, GetOnlineStatusReply> GET_ONLINE_STATUS = new ClientEvent<>(
            "get-online-status",
            GetOnlineStatusPayload.class,
            GetOnlineStatusReply.class,
            List.of(TEXT, LIST, OBJECT),
            GetOnlineStatusPayload::read);
    public static final ClientEvent<SetOnlineStatusPayload, SetOnlineStatusReply> SET_ONLINE_STATUS = new ClientEvent<>(
            "set-online-status",
            SetOnlineStatusPayload.class,
            SetOnlineStatusReply.class,
            List.of(OBJECT),
            SetOnlineStatusPayload::read);

    public static final ClientEvent<UserPayload, JoinNotificationsReply> JOIN_NOTIFICATIONS = new ClientEvent<>(
            "join-notifications",
            UserPayload.class,
            JoinNotificationsReply.class,
            List.of(TEXT, OBJECT),
            UserPayload::read);
    public static final ClientEvent<MarkNotificationReadPayload, NotificationReadPayload> MARK_NOTIFICATION_READ =
            new ClientEvent<>(
                    "mark-notification-read",
                    MarkNotificationReadPayload.class,
                    NotificationReadPayload.class,
                    List.of(OBJECT, TEXT),
                    MarkNotificationReadPayload::read);
    public static final ClientEvent<UserPayload, AllNotificationsReadPayload> MARK_ALL_NOTIFICATIONS_READ =
            new ClientEvent<>(
                    "mark-all-notifications-read",
                    UserPayload.class,
                    AllNotificationsReadPayload.class,
                    List.of(TEXT, OBJECT),
                    UserPayload::read);
    public static final ClientEvent<UserPayload, UnreadCountPayload> GET_UNREAD_COUNT = new ClientEvent<>(
            "get-unread-count", UserPayload.class, UnreadCountPayload.class, List.of(TEXT, OBJECT), UserPayload::read);

    public static final ServerEvent<MessagePayload> NEW_MESSAGE =
            new ServerEvent<>("new-message", MessagePayload.class);
    public static final ServerEvent<MessageNotificationPayload> MESSAGE_NOTIFICATION =
            new ServerEvent<>("message-notification", MessageNotificationPayload.class);
    public static final ServerEvent<MessagesDeliveredPayload> MESSAGES_DELIVERED =
            new ServerEvent<>("messages-delivered", MessagesDeliveredPayload.class);
    public static final ServerEvent<MessagesReadPayload> MESSAGES_READ =
            new ServerEvent<>("messages-read", MessagesReadPayload.class);
    public static final ServerEvent<UserTypingPayload> USER_TYPING =
            new ServerEvent<>("user-typing", UserTypingPayload.class);
    public static final ServerEvent<OnlineStatusPayload> ONLINE_STATUS =
            new ServerEvent<>("online-status", OnlineStatusPayload.class);
    public static final ServerEvent<UserStatusChangedPayload> USER_STATUS_CHANGED =
            new ServerEvent<>("user-status-changed", UserStatusChangedPayload.class);
    public static final ServerEvent<NotificationPayload> NEW_NOTIFICATION =
            new ServerEvent<>("new-notification", NotificationPayload.class);
    public static final ServerEvent<NotificationReadPayload> NOTIFICATION_READ =
            new ServerEvent<>("notification-read", NotificationReadPayload.class);
    public static final ServerEvent<AllNotificationsReadPayload> ALL_NOTIFICATIONS_READ =
            new ServerEvent<>("all-notifications-read", AllNotificationsReadPayload.class);
    public static final ServerEvent<UnreadCountPayload> UNREAD_COUNT =
            new ServerEvent<>("unread-count", UnreadCountPayload.class);
    public static final ServerEvent<ResyncPayload> RESYNC = new ServerEvent<>("resync", ResyncPayload.class);
    public static final ServerEvent<ServerDrainingPayload> SERVER_DRAINING =
            new ServerEvent<>("server-draining", ServerDrainingPayload.class);
    public static final ServerEvent<ErrorPayload> ERROR = new ServerEvent<>("error", ErrorPayload.class);

    /** {@link #NEW_NOTIFICATION} with the fields of a prepared notification. Not in {@link #SERVER_EVENTS}: it is no event of its own. */
    public static final ServerEvent<PreparedNotificationPayload> PREPARED_NOTIFICATION =
            new ServerEvent<>(NEW_NOTIFICATION.name(), PreparedNotificationPayload.class);

    public static final List<ClientEvent<?, ?>> CLIENT_EVENTS = List.of(
            USER_JOIN,
            JOIN_CHAT,
            LEAVE_CHAT,
            SEND_MESSAGE,
            TYPING_START,
            TYPING_STOP,
            MARK_MESSAGES_READ,
            GET_ONLINE_STATUS,
            SET_ONLINE_STATUS,
            JOIN_NOTIFICATIONS,
            MARK_NOTIFICATION_READ,
            MARK_ALL_NOTIFICATIONS_READ,
            GET_UNREAD_COUNT,
            GET_SEND_ALLOWANCE,
            REFRESH_TOKEN);

    public static final List<ServerEvent<?>> SERVER_EVENTS = List.of(
            NEW_MESSAGE,
            MESSAGE_NOTIFICATION,
            MESSAGES_DELIVERED,
            MESSAGES_READ,
            USER_TYPING,
            ONLINE_STATUS,
            USER_STATUS_CHANGED,
            NEW_NOTIFICATION,
            NOTIFICATION_READ,
            ALL_NOTIFICATIONS_READ,
            UNREAD_COUNT,
            RESYNC,
            SERVER_DRAINING,
            ERROR);

    private WireEvents() {}
}
