package dev.parley.gateway.docs;

import dev.parley.core.outbox.EventType;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The meaning of each event in a sentence, for the documents. */
final class EventMeanings {
    /** By name of the event that a client emits. */
    static final Map<String, String> CLIENT_EVENTS = inOrder(
            "user-join",
                    "The socket joins room `<userId>` and counts for presence. Idempotent. With `--auth none` it names the user; with a token it must be the token's.",
            "join-chat",
                    "Participants only. The socket joins room `<chatId>`; undelivered messages of the other side become delivered. Answered after the room's subscription is confirmed: history and live events have no gap.",
            "leave-chat", "The socket leaves the room. Idempotent.",
            "send-message",
                    "Checked by the message rules, stored, then emitted to both sides. The same `clientMessageId` of the same sender and chat is stored once: a retry is answered with the first message and `duplicate`.",
            "typing-start",
                    "Emits `user-typing` to the other sockets of the chat. Ends by itself 6 s after the last start, on send, on leave and on disconnect.",
            "typing-stop", "Ends typing.",
            "mark-messages-read",
                    "The caller's unread messages of the chat, up to `upToSeq`, become read (and delivered).",
            "get-online-status", "Emits `online-status` to this socket, one per user; at most 100 users.",
            "set-online-status",
                    "The caller's own only. `false`: appear offline until set to `true` again or until the last connection closes.",
            "join-notifications",
                    "The caller's own only. The socket joins room `notifications_<userId>`; the answer contains the undelivered notifications, oldest first, at most 100, which become delivered.",
            "mark-notification-read", "The caller's own only.",
            "mark-all-notifications-read", "The caller's own only.",
            "get-unread-count", "Emits `unread-count`, the number of unread notifications, to this socket.",
            "get-send-allowance",
                    "Whether the caller may send now, as far as it does not depend on the content. Changes nothing.",
            "refresh-token",
                    "A fresh token of the same subject, so that the socket is not closed when the first one ends.");

    /** By name of the event that the server emits: the recipients, and when. */
    static final Map<String, String> SERVER_EVENTS = inOrder(
            "new-message", "room `<chatId>`, the sender's sockets too",
            "message-notification",
                    "room `<receiver>`, of a system message both participants: all devices, whether or not they joined the chat",
            "messages-delivered", "room `<chatId>`",
            "messages-read", "room `<chatId>` and room `<reader>`",
            "user-typing", "room `<chatId>` but the typist's sockets",
            "online-status", "the asking socket",
            "user-status-changed",
                    "everyone, or the user's contacts, as `--presence-audience` says; ignore an older `version`",
            "new-notification",
                    "room `notifications_<userId>`; a prepared one (`/api/notifications/emit`) may have any fields",
            "notification-read", "room `notifications_<userId>` and the asking socket",
            "all-notifications-read", "room `notifications_<userId>` and the asking socket",
            "unread-count", "the asking socket",
            "resync", "sockets that may have missed live events: ask again with `afterSeq`",
            "server-draining",
                    "the sockets of a node that stops: reconnect after the given time, which differs per socket",
            "error", "the socket: a refused request without an acknowledgement, or an expired token");

    /** By type of the event that webhooks tell. */
    static final Map<EventType, String> WEBHOOKS = new EnumMap<>(Map.of(
            EventType.MESSAGE_CREATED, "A message was stored.",
            EventType.MESSAGE_READ, "A participant has read messages; one event for those of one step.",
            EventType.MESSAGE_UNREAD,
                    "A user is offline and has not read messages for the quiet time; one event for all chats.",
            EventType.CHAT_CREATED, "A chat was created; before its first message.",
            EventType.CHAT_CHANGED,
                    "The stage or the status of a chat has changed; two changes in a row may be one event.",
            EventType.NOTIFICATION_CREATED, "A notification was stored.",
            EventType.USER_ONLINE, "A user has gone online; only the newest change of a user is sent.",
            EventType.USER_OFFLINE, "A user has gone offline; only the newest change of a user is sent."));

    private EventMeanings() {}

    private static Map<String, String> inOrder(String... namesAndMeanings) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (int i = 0; i < namesAndMeanings.length; i += 2) {
            meanings.put(namesAndMeanings[i], namesAndMeanings[i + 1]);
        }
        return meanings;
    }
}
