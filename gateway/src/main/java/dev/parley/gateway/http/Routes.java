package dev.parley.gateway.http;

import static dev.parley.gateway.http.Route.Access.SERVICES;
import static dev.parley.gateway.http.Route.Access.USERS_AND_SERVICES;
import static dev.parley.gateway.http.Route.NO_BODY;

import dev.parley.gateway.http.PreferencePayloads.PreferencesPayload;
import dev.parley.gateway.http.PushPayloads.PushKeyReply;
import dev.parley.gateway.http.PushPayloads.PushSubscriptionPayload;
import dev.parley.gateway.http.RestPayloads.ChangeChatPayload;
import dev.parley.gateway.http.RestPayloads.ChangeUserPayload;
import dev.parley.gateway.http.RestPayloads.ChatsReply;
import dev.parley.gateway.http.RestPayloads.ClusterReply;
import dev.parley.gateway.http.RestPayloads.DisconnectPayload;
import dev.parley.gateway.http.RestPayloads.EmitNotificationPayload;
import dev.parley.gateway.http.RestPayloads.ExplainPayload;
import dev.parley.gateway.http.RestPayloads.ExplainReply;
import dev.parley.gateway.http.RestPayloads.MessagesReply;
import dev.parley.gateway.http.RestPayloads.NotificationsPostedReply;
import dev.parley.gateway.http.RestPayloads.NotificationsReply;
import dev.parley.gateway.http.RestPayloads.OpenChatPayload;
import dev.parley.gateway.http.RestPayloads.PostMessagePayload;
import dev.parley.gateway.http.RestPayloads.PostNotificationPayload;
import dev.parley.gateway.http.RestPayloads.PresencePayload;
import dev.parley.gateway.http.RestPayloads.PresenceQueryPayload;
import dev.parley.gateway.http.RestPayloads.PresenceReply;
import dev.parley.gateway.http.RestPayloads.UserReply;
import dev.parley.gateway.http.Route.Body;
import dev.parley.gateway.http.Route.Query;
import dev.parley.gateway.http.TracePayloads.TraceReply;
import dev.parley.gateway.wire.ChatPayload;
import dev.parley.gateway.wire.ChatPayloads.SendMessageReply;
import java.util.List;

/** Every route of the API, declared once; {@code docs/openapi.yaml} is rendered from this list. */
public final class Routes {
    private static final Query USER =
            new Query("userId", "string", "whose; a user token may leave it out, a service token must say it");
    private static final Query LIMIT = new Query("limit", "integer", "1 to 100, by default 50");
    private static final Query CURSOR = new Query("cursor", "string", "from the page before");
    private static final Query CHAT_CURSOR = new Query(
            "cursor",
            "string",
            "from the page before; a chat that has changed since is on the first page again, and may be on no later one");
    private static final List<Integer> OK = List.of(200);
    private static final List<Integer> DONE = List.of(204);

    public static final Route<OpenChatPayload, ChatPayload> OPEN_CHAT = new Route<>(
            "POST",
            "/api/chats",
            List.of(),
            new Body<>(OpenChatPayload.class, OpenChatPayload::read),
            ChatPayload.class,
            List.of(201, 200),
            USERS_AND_SERVICES,
            RequestQuota.CHATS,
            "Opens the chat of a client with a provider: 201 for a new one, 200 for the existing chat of the same three");
    public static final Route<Void, ChatsReply> LIST_CHATS = new Route<>(
            "GET",
            "/api/chats",
            List.of(USER, LIMIT, CHAT_CURSOR),
            NO_BODY,
            ChatsReply.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.READS,
            "A user's chats, newest first");
    public static final Route<Void, ChatPayload> GET_CHAT = new Route<>(
            "GET",
            "/api/chats/{id}",
            List.of(),
            NO_BODY,
            ChatPayload.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.READS,
            "One chat; a chat of other people is not found");
    public static final Route<ChangeChatPayload, ChatPayload> CHANGE_CHAT = new Route<>(
            "PATCH",
            "/api/chats/{id}",
            List.of(),
            new Body<>(ChangeChatPayload.class, ChangeChatPayload::read),
            ChatPayload.class,
            OK,
            SERVICES,
            RequestQuota.CHATS,
            "Moves a chat to another stage, closes or reopens it; each change leaves a system message in the chat");
    public static final Route<Void, MessagesReply> LIST_MESSAGES = new Route<>(
            "GET",
            "/api/chats/{id}/messages",
            List.of(
                    new Query("after", "integer", "only messages with a higher seq, the oldest first"),
                    new Query("before", "integer", "only messages with a lower seq, the last of them"),
                    LIMIT),
            NO_BODY,
            MessagesReply.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.READS,
            "Messages of a chat by ascending seq; without after and before the newest");
    public static final Route<PostMessagePayload, SendMessageReply> POST_MESSAGE = new Route<>(
            "POST",
            "/api/chats/{id}/messages",
            List.of(),
            new Body<>(PostMessagePayload.class, PostMessagePayload::read),
            SendMessageReply.class,
            List.of(201, 200),
            USERS_AND_SERVICES,
            RequestQuota.MESSAGES,
            "Sends a message by the rules and with the events of send-message, or as a service one of type system:"
                    + " 201 when stored, 200 for a retry");
    public static final Route<Void, TraceReply> TRACE_MESSAGE = new Route<>(
            "GET",
            "/api/messages/{id}/trace",
            List.of(new Query(
                    "userId", "string", "only whether this user has it; by default its receiver and its sender")),
            NO_BODY,
            TraceReply.class,
            OK,
            SERVICES,
            RequestQuota.READS,
            "What became of a message in the past hour, by its id or its clientMessageId, from every node");

    public static final Route<Void, UserReply> GET_USER = new Route<>(
            "GET",
            "/api/users/{id}",
            List.of(),
            NO_BODY,
            UserReply.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.READS,
            "One user");
    public static final Route<ChangeUserPayload, UserReply> CHANGE_USER = new Route<>(
            "PUT",
            "/api/users/{id}",
            List.of(),
            new Body<>(ChangeUserPayload.class, ChangeUserPayload::read),
            UserReply.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.USERS,
            "Sets what is named and creates the user when missing; role and suspended are for services");
    public static final Route<Void, Void> BLOCK_USER = new Route<>(
            "PUT",
            "/api/users/{id}/blocks/{otherId}",
            List.of(),
            NO_BODY,
            Void.class,
            DONE,
            USERS_AND_SERVICES,
            RequestQuota.USERS,
            "Blocks the other user for this one; idempotent");
    public static final Route<Void, Void> UNBLOCK_USER = new Route<>(
            "DELETE",
            "/api/users/{id}/blocks/{otherId}",
            List.of(),
            NO_BODY,
            Void.class,
            DONE,
            USERS_AND_SERVICES,
            RequestQuota.USERS,
            "Ends the block; idempotent");
    public static final Route<DisconnectPayload, Void> DISCONNECT_USER = new Route<>(
            "POST",
            "/api/users/{id}/disconnect",
            List.of(),
            new Body<>(DisconnectPayload.class, DisconnectPayload::read),
            Void.class,
            DONE,
            USERS_AND_SERVICES,
            RequestQuota.USERS,
            "Closes the user's sockets on every node");

    public static final Route<Void, PreferencesPayload> GET_PREFERENCES = new Route<>(
            "GET",
            "/api/users/{id}/preferences",
            List.of(),
            NO_BODY,
            PreferencesPayload.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.READS,
            "Which reminders a user wants");
    public static final Route<PreferencesPayload, PreferencesPayload> SET_PREFERENCES = new Route<>(
            "PUT",
            "/api/users/{id}/preferences",
            List.of(),
            new Body<>(PreferencesPayload.class, PreferencesPayload::read),
            PreferencesPayload.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.USERS,
            "Replaces them: a channel that is not named is on, and without quietHours there are none");

    public static final Route<Void, PushKeyReply> GET_PUSH_KEY = new Route<>(
            "GET",
            "/api/web-push",
            List.of(),
            NO_BODY,
            PushKeyReply.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.READS,
            "The key with which browsers subscribe; 404 without --web-push");
    public static final Route<PushSubscriptionPayload, Void> STORE_PUSH_SUBSCRIPTION = new Route<>(
            "PUT",
            "/api/users/{id}/push-subscriptions/{subscriptionId}",
            List.of(),
            new Body<>(PushSubscriptionPayload.class, PushSubscriptionPayload::read),
            Void.class,
            DONE,
            USERS_AND_SERVICES,
            RequestQuota.USERS,
            "Stores a browser's PushSubscription under a name of the front end's; a user has at most 20, the newest");
    public static final Route<Void, Void> REMOVE_PUSH_SUBSCRIPTION = new Route<>(
            "DELETE",
            "/api/users/{id}/push-subscriptions/{subscriptionId}",
            List.of(),
            NO_BODY,
            Void.class,
            DONE,
            USERS_AND_SERVICES,
            RequestQuota.USERS,
            "Ends the pushes to this browser; idempotent");

    public static final Route<PostNotificationPayload, NotificationsPostedReply> POST_NOTIFICATION = new Route<>(
            "POST",
            "/api/notifications",
            List.of(),
            new Body<>(PostNotificationPayload.class, PostNotificationPayload::read),
            NotificationsPostedReply.class,
            List.of(201, 200),
            USERS_AND_SERVICES,
            RequestQuota.NOTIFICATIONS,
            "Stores a notification for each receiver and emits new-notification: 201 when stored, 200 for a retry with the"
                    + " same clientNotificationId");
    public static final Route<EmitNotificationPayload, Void> EMIT_NOTIFICATION = new Route<>(
            "POST",
            "/api/notifications/emit",
            List.of(),
            new Body<>(EmitNotificationPayload.class, EmitNotificationPayload::read),
            Void.class,
            DONE,
            USERS_AND_SERVICES,
            RequestQuota.NOTIFICATIONS,
            "Emits a prepared notification as new-notification and stores nothing");
    public static final Route<Void, NotificationsReply> LIST_NOTIFICATIONS = new Route<>(
            "GET",
            "/api/notifications",
            List.of(USER, new Query("unread", "boolean", "true for the unread ones only"), LIMIT, CURSOR),
            NO_BODY,
            NotificationsReply.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.READS,
            "A user's notifications, newest first");

    public static final Route<Void, PresencePayload> GET_PRESENCE = new Route<>(
            "GET",
            "/api/presence/{id}",
            List.of(),
            NO_BODY,
            PresencePayload.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.PRESENCE,
            "Whether a user is online, the same on every node");
    public static final Route<PresenceQueryPayload, PresenceReply> QUERY_PRESENCE = new Route<>(
            "POST",
            "/api/presence/query",
            List.of(),
            new Body<>(PresenceQueryPayload.class, PresenceQueryPayload::read),
            PresenceReply.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.PRESENCE,
            "Whether users are online; at most 100 at once");

    public static final Route<ExplainPayload, ExplainReply> EXPLAIN_RULES = new Route<>(
            "POST",
            "/api/rules/explain",
            List.of(),
            new Body<>(ExplainPayload.class, ExplainPayload::read),
            ExplainReply.class,
            OK,
            USERS_AND_SERVICES,
            RequestQuota.EXPLAIN,
            "Every rule's decision for a message that is not sent");
    public static final Route<Void, ClusterReply> GET_CLUSTER = new Route<>(
            "GET",
            "/api/cluster",
            List.of(),
            NO_BODY,
            ClusterReply.class,
            OK,
            SERVICES,
            RequestQuota.READS,
            "The nodes that are alive");

    public static final List<Route<?, ?>> ALL = List.of(
            OPEN_CHAT,
            LIST_CHATS,
            GET_CHAT,
            CHANGE_CHAT,
            LIST_MESSAGES,
            POST_MESSAGE,
            TRACE_MESSAGE,
            GET_USER,
            CHANGE_USER,
            BLOCK_USER,
            UNBLOCK_USER,
            DISCONNECT_USER,
            GET_PREFERENCES,
            SET_PREFERENCES,
            GET_PUSH_KEY,
            STORE_PUSH_SUBSCRIPTION,
            REMOVE_PUSH_SUBSCRIPTION,
            POST_NOTIFICATION,
            EMIT_NOTIFICATION,
            LIST_NOTIFICATIONS,
            GET_PRESENCE,
            QUERY_PRESENCE,
            EXPLAIN_RULES,
            GET_CLUSTER);

    private Routes() {}
}
