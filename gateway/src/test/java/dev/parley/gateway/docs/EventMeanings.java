package dev.parley.gateway.docs;

import java.util.LinkedHashMap;
import java.util.Map;

/** What each event does or tells, in a sentence, for the documents. */
final class EventMeanings {
    /** By name of the event that a client emits. */
    static final Map<String, String> REQUESTS = inOrder(
            "user-join",
                    "The socket joins room `<userId>` and presence counts it. Idempotent. With `--auth none` it names the user; with a token it must be the token's.",
            "join-chat",
                    "Participants only. The socket joins room `<chatId>`; what the other side had sent is delivered. Answered once the room is live, so that history and live events leave no gap.",
            "leave-chat", "The socket leaves the room. Idempotent.",
            "send-message",
                    "Checked by the message rules, stored, then told to both sides. The same `clientMessageId` of the same sender and chat is stored once: a retry gets the first message and `duplicate`.",
            "typing-start",
                    "Tells the other sockets of the chat. Ends by itself 6 s after the last start, on send, on leave and on disconnect.",
            "typing-stop", "Ends it.",
            "mark-messages-read",
                    "The caller's unread messages of the chat, up to `upToSeq`, are read (and delivered).",
            "get-online-status", "Emits `online-status` to this socket, one per user; at most 100 users.",
            "set-online-status",
                    "The caller's own only. `false`: appear offline until set `true` again or the last connection goes.",
            "join-notifications",
                    "The caller's own only. The socket joins room `notifications_<userId>`; undelivered notifications are delivered with the answer, oldest first, at most 100.",
            "mark-notification-read", "The caller's own only.",
            "mark-all-notifications-read", "The caller's own only.",
            "get-unread-count", "Emits `unread-count` to this socket: unread notifications.",
            "get-send-allowance",
                    "Whether the caller could send now, as far as can be said without the content. Changes nothing.",
            "refresh-token",
                    "A fresh token of the same subject, so that the socket is not closed when the first one ends.");

    /** By name of the event that the server emits: to whom, and when. */
    static final Map<String, String> PUSHES = inOrder(
            "new-message", "room `<chatId>`, the sender's sockets too",
            "message-notification", "room `<receiver>`: all devices, whether or not they joined the chat",
            "messages-delivered", "room `<chatId>`",
            "messages-read", "room `<chatId>` and room `<reader>`",
            "user-typing", "room `<chatId>` but the typist's sockets",
            "online-status", "the asking socket",
            "user-status-changed",
                    "everyone, or the user's contacts, as `--presence-audience` says; an older `version` is to be ignored",
            "new-notification", "room `notifications_<userId>`; one that was emitted prepared may have any fields",
            "notification-read", "room `notifications_<userId>` and the asking socket",
            "all-notifications-read", "room `notifications_<userId>` and the asking socket",
            "unread-count", "the asking socket",
            "resync",
                    "a node's sockets, after a time in which live events may have been missed: ask again with `afterSeq`",
            "server-draining",
                    "a node's sockets when it goes away: reconnect after the given time, which differs from socket to socket",
            "error", "the socket: a refusal that no acknowledgement was asked for, or the end of its token");

    private EventMeanings() {}

    private static Map<String, String> inOrder(String... namesAndMeanings) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (int i = 0; i < namesAndMeanings.length; i += 2) {
            meanings.put(namesAndMeanings[i], namesAndMeanings[i + 1]);
        }
        return meanings;
    }
}
