package dev.parley.gateway.http;

import dev.parley.core.chat.ChatRepository.Opened;
import dev.parley.core.chat.ChatService;
import dev.parley.core.chat.ChatView;
import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.MessageRepository.Messages;
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
import dev.parley.gateway.wire.ChatPayload;
import dev.parley.gateway.wire.ChatPayloads.SendMessageReply;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** HTTP to chat use cases; it translates and decides nothing but who may act for whom. */
public final class ChatRoutes implements RouteGroup {
    private final ChatService chats;

    public ChatRoutes(ChatService chats) {
        this.chats = chats;
    }

    @Override
    public List<ApiRoute<?, ?>> routes() {
        return List.of(
                new ApiRoute<>(Routes.OPEN_CHAT, this::open),
                new ApiRoute<>(Routes.LIST_CHATS, this::list),
                new ApiRoute<>(Routes.GET_CHAT, this::get),
                new ApiRoute<>(Routes.CHANGE_CHAT, this::change),
                new ApiRoute<>(Routes.LIST_MESSAGES, this::messages),
                new ApiRoute<>(Routes.POST_MESSAGE, this::post),
                new ApiRoute<>(Routes.EXPLAIN_RULES, this::explain));
    }

    private CompletionStage<Answer<ChatPayload>> open(ApiCall<OpenChatPayload> call) {
        UserId client = new UserId(call.body().client());
        UserId provider = new UserId(call.body().provider());
        if (!call.caller().mayActFor(client) && !call.caller().mayActFor(provider)) {
            throw new Rejection(ErrorCode.FORBIDDEN, "a user may open their own chats only");
        }
        return chats.open(client, provider, call.body().context())
                .thenCompose(opened -> answerOf(opened, call.caller()));
    }

    private CompletionStage<Answer<ChatPayload>> answerOf(Opened opened, Caller caller) {
        return chats.view(opened.chat().id(), caller.user())
                .thenApply(view -> new Answer<>(opened.isNew() ? 201 : 200, payloadOf(view)));
    }

    private CompletionStage<Answer<ChatsReply>> list(ApiCall<Void> call) {
        return chats.chatsOf(call.listOwner(), call.text("cursor"), call.limit())
                .thenApply(page -> page.map(ChatRoutes::payloadOf))
                .thenApply(page -> Answer.ok(new ChatsReply(page.items(), page.cursor())));
    }

    private CompletionStage<Answer<ChatPayload>> get(ApiCall<Void> call) {
        return chats.view(call.chatId(), call.caller().user()).thenApply(view -> Answer.ok(payloadOf(view)));
    }

    private CompletionStage<Answer<ChatPayload>> change(ApiCall<ChangeChatPayload> call) {
        return chats.change(call.chatId(), call.body().newStage(), call.body().newStatus())
                .thenApply(chat -> Answer.ok(ChatPayload.of(chat, 0)));
    }

    private CompletionStage<Answer<MessagesReply>> messages(ApiCall<Void> call) {
        return page(call, call.number("after"), call.number("before"))
                .thenApply(found -> Answer.ok(MessagesReply.of(found)));
    }

    private CompletionStage<Messages> page(ApiCall<Void> call, OptionalLong after, OptionalLong before) {
        if (after.isPresent() && before.isPresent()) {
            throw ApiCall.invalid("after and before exclude each other");
        }
        return after.isPresent()
                ? chats.historyAfter(call.chatId(), call.caller().user(), after.getAsLong(), call.limit())
                : chats.historyBefore(call.chatId(), call.caller().user(), before.orElse(Long.MAX_VALUE), call.limit());
    }

    private CompletionStage<Answer<SendMessageReply>> post(ApiCall<PostMessagePayload> call) {
        call.caller().requireActingFor(call.body().senderId());
        return chats.send(call.body().to(call.chatId())).thenApply(ChatRoutes::sent);
    }

    private static Answer<SendMessageReply> sent(Appended appended) {
        return new Answer<>(appended.isNew() ? 201 : 200, SendMessageReply.of(appended));
    }

    /** A user who is no participant is told what a stranger is told: no such chat. */
    private CompletionStage<Answer<ExplainReply>> explain(ApiCall<ExplainPayload> call) {
        call.caller().requireActingFor(call.body().senderId());
        return chats.view(new ChatId(call.body().chatId()), call.caller().user())
                .thenCompose(chat -> chats.explain(call.body().wish()))
                .thenApply(decisions -> Answer.ok(ExplainReply.of(decisions)));
    }

    private static ChatPayload payloadOf(ChatView view) {
        return ChatPayload.of(view.chat(), view.unread());
    }
}
