package dev.parley.gateway.http;

import dev.parley.core.chat.ChatRepository.Opened;
import dev.parley.core.chat.ChatService;
import dev.parley.core.chat.ChatView;
import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.MessageRepository.Messages;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.gateway.auth.Caller;
import dev.parley.gateway.http.RestPayloads.ChangeChatPayload;
import dev.parley.gateway.http.RestPayloads.ChatsReply;
import dev.parley.gateway.http.RestPayloads.ExplainPayload;
import dev.parley.gateway.http.RestPayloads.ExplainReply;
import dev.parley.gateway.http.RestPayloads.MessagesReply;
import dev.parley.gateway.http.RestPayloads.OpenChatPayload;
import dev.parley.gateway.http.RestPayloads.PostMessagePayload;
import dev.parley.gateway.telemetry.Telemetry;
import dev.parley.gateway.wire.ChatPayload;
import dev.parley.gateway.wire.ChatPayloads.SendMessageReply;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** REST routes of chats and messages. Their only check is that a caller may act for the named user. */
public final class ChatRoutes {
    private final ChatService chats;
    private final Telemetry telemetry;

    /** @param telemetry records what becomes of messages */
    public ChatRoutes(ChatService chats, Telemetry telemetry) {
        this.chats = chats;
        this.telemetry = telemetry;
    }

    public List<RestEndpoint<?, ?>> routes() {
        return List.of(
                new RestEndpoint<>(Routes.OPEN_CHAT, this::open),
                new RestEndpoint<>(Routes.LIST_CHATS, this::list),
                new RestEndpoint<>(Routes.GET_CHAT, this::get),
                new RestEndpoint<>(Routes.CHANGE_CHAT, this::change),
                new RestEndpoint<>(Routes.LIST_MESSAGES, this::messages),
                new RestEndpoint<>(Routes.POST_MESSAGE, this::post),
                new RestEndpoint<>(Routes.EXPLAIN_RULES, this::explain));
    }

    private CompletionStage<Response<ChatPayload>> open(RequestContext<OpenChatPayload> request) {
        UserId client = new UserId(request.body().client());
        UserId provider = new UserId(request.body().provider());
        if (!request.caller().mayActFor(client) && !request.caller().mayActFor(provider)) {
            throw new Rejection(ErrorCode.FORBIDDEN, "a user may open their own chats only");
        }
        return chats.open(client, provider, request.body().context())
                .thenCompose(opened -> answerOf(opened, request.caller()));
    }

    private CompletionStage<Response<ChatPayload>> answerOf(Opened opened, Caller caller) {
        return chats.view(opened.chat().id(), caller.user())
                .thenApply(view -> Response.of(opened.isNew() ? 201 : 200, payloadOf(view)));
    }

    private CompletionStage<Response<ChatsReply>> list(RequestContext<Void> request) {
        return chats.chatsOf(request.listOwner(), request.text("cursor"), request.limit())
                .thenApply(page -> page.map(ChatRoutes::payloadOf))
                .thenApply(page -> Response.ok(new ChatsReply(page.items(), page.cursor())));
    }

    private CompletionStage<Response<ChatPayload>> get(RequestContext<Void> request) {
        return chats.view(request.chatId(), request.caller().user()).thenApply(view -> Response.ok(payloadOf(view)));
    }

    private CompletionStage<Response<ChatPayload>> change(RequestContext<ChangeChatPayload> request) {
        return chats.change(
                        request.chatId(),
                        request.body().newStage(),
                        request.body().newStatus())
                .thenApply(chat -> Response.ok(ChatPayload.of(chat, 0)));
    }

    private CompletionStage<Response<MessagesReply>> messages(RequestContext<Void> request) {
        return page(request, request.number("after"), request.number("before"))
                .thenApply(found -> Response.ok(MessagesReply.of(found)));
    }

    private CompletionStage<Messages> page(RequestContext<Void> request, OptionalLong after, OptionalLong before) {
        if (after.isPresent() && before.isPresent()) {
            throw RequestContext.invalid("after and before exclude each other");
        }
        return after.isPresent()
                ? chats.historyAfter(request.chatId(), request.caller().user(), after.getAsLong(), request.limit())
                : chats.historyBefore(
                        request.chatId(), request.caller().user(), before.orElse(Long.MAX_VALUE), request.limit());
    }

    private CompletionStage<Response<SendMessageReply>> post(RequestContext<PostMessagePayload> request) {
        request.caller().requireActingFor(request.body().senderId());
        SendMessage command =
                request.body().to(request.chatId(), request.caller().isService());
        return telemetry
                .receive("POST /api/chats/{id}/messages", request.traceparent(), () -> chats.send(command))
                .thenApply(ChatRoutes::sent);
    }

    private static Response<SendMessageReply> sent(Appended appended) {
        return Response.of(appended.isNew() ? 201 : 200, SendMessageReply.of(appended));
    }

    /** The chat is not found for a user who does not take part in it. */
    private CompletionStage<Response<ExplainReply>> explain(RequestContext<ExplainPayload> request) {
        request.caller().requireActingFor(request.body().senderId());
        return chats.view(new ChatId(request.body().chatId()), request.caller().user())
                .thenCompose(chat ->
                        chats.explain(request.body().command(request.caller().isService())))
                .thenApply(decisions -> Response.ok(ExplainReply.of(decisions)));
    }

    private static ChatPayload payloadOf(ChatView view) {
        return ChatPayload.of(view.chat(), view.unread());
    }
}
