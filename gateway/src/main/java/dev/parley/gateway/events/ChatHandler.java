package dev.parley.gateway.events;

import dev.parley.core.chat.ChatService;
import dev.parley.core.chat.JoinedChat;
import dev.parley.core.chat.MessageRepository.Receipt;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.id.ChatId;
import dev.parley.gateway.rooms.Rooms;
import dev.parley.gateway.telemetry.Telemetry;
import dev.parley.gateway.wire.ChatPayloads.ChatIdPayload;
import dev.parley.gateway.wire.ChatPayloads.JoinChatPayload;
import dev.parley.gateway.wire.ChatPayloads.JoinChatReply;
import dev.parley.gateway.wire.ChatPayloads.LeaveChatReply;
import dev.parley.gateway.wire.ChatPayloads.MarkMessagesReadPayload;
import dev.parley.gateway.wire.ChatPayloads.MarkMessagesReadReply;
import dev.parley.gateway.wire.ChatPayloads.SendAllowanceReply;
import dev.parley.gateway.wire.ChatPayloads.SendMessagePayload;
import dev.parley.gateway.wire.ChatPayloads.SendMessageReply;
import dev.parley.gateway.wire.ChatPayloads.TypingPayload;
import dev.parley.gateway.wire.ConnectionPayloads.DoneReply;
import dev.parley.gateway.wire.MessagePayload;
import dev.parley.gateway.wire.WireEvents;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Translates chat events to use cases. */
public final class ChatHandler implements EventHandlers {
    private static final int DEFAULT_LIMIT = 50;

    private final ChatService chats;
    private final Rooms rooms;
    private final TypingIndicator typing;
    private final Telemetry telemetry;

    /** @param telemetry records what becomes of messages */
    public ChatHandler(ChatService chats, Rooms rooms, TypingIndicator typing, Telemetry telemetry) {
        this.telemetry = telemetry;
        this.chats = chats;
        this.rooms = rooms;
        this.typing = typing;
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                new Endpoint<>(WireEvents.JOIN_CHAT, this::joinChat),
                new Endpoint<>(WireEvents.LEAVE_CHAT, this::leaveChat),
                new Endpoint<>(WireEvents.SEND_MESSAGE, this::sendMessage),
                new Endpoint<>(WireEvents.TYPING_START, this::typingStart),
                new Endpoint<>(WireEvents.TYPING_STOP, this::typingStop),
                new Endpoint<>(WireEvents.MARK_MESSAGES_READ, this::markMessagesRead),
                new Endpoint<>(WireEvents.GET_SEND_ALLOWANCE, this::getSendAllowance));
    }

    CompletionStage<JoinChatReply> joinChat(Connection connection, JoinChatPayload payload) {
        return chats.join(
                        payload.chatId(),
                        connection.caller(),
                        payload.afterSeq(),
                        payload.limit().orElse(DEFAULT_LIMIT),
                        new MemberRooms(rooms, connection.member()))
                .thenApply(ChatHandler::reply);
    }

    CompletionStage<LeaveChatReply> leaveChat(Connection connection, ChatIdPayload payload) {
        ChatId chat = payload.chatId();
        typing.ended(connection, chat);
        chats.leave(chat, connection.caller(), new MemberRooms(rooms, connection.member()));
        return CompletableFuture.completedFuture(new LeaveChatReply(chat.value()));
    }

    CompletionStage<SendMessageReply> sendMessage(Connection connection, SendMessagePayload payload) {
        SendMessage command = payload.from(connection.caller());
        return telemetry
                .receive(WireEvents.SEND_MESSAGE.name(), Optional.empty(), () -> chats.send(command))
                .thenApply(appended -> {
                    typing.ended(connection, appended.message().chatId());
                    return SendMessageReply.of(appended);
                });
    }

    CompletionStage<DoneReply> typingStart(Connection connection, TypingPayload payload) {
        return typing.started(connection, typedIn(connection, payload)).thenApply(done -> new DoneReply());
    }

    CompletionStage<DoneReply> typingStop(Connection connection, TypingPayload payload) {
        return typing.stopped(connection, typedIn(connection, payload)).thenApply(done -> new DoneReply());
    }

    CompletionStage<MarkMessagesReadReply> markMessagesRead(Connection connection, MarkMessagesReadPayload payload) {
        return chats.markRead(payload.chatId(), connection.caller(), payload.upToSeq())
                .thenApply(receipt -> reply(payload.chatId(), receipt));
    }

    CompletionStage<SendAllowanceReply> getSendAllowance(Connection connection, ChatIdPayload payload) {
        return chats.allowance(payload.chatId(), connection.caller()).thenApply(SendAllowanceReply::of);
    }

    /** The chat in which the caller types. Throws while the socket has no user, so that it never counts as typing. */
    private static ChatId typedIn(Connection connection, TypingPayload payload) {
        connection.callerNamed(payload.userId().orElseGet(connection::caller));
        return payload.chatId();
    }

    private static JoinChatReply reply(JoinedChat joined) {
        return new JoinChatReply(
                joined.chatId().value(),
                joined.lastSeq(),
                joined.unread(),
                joined.messages().stream().map(MessagePayload::of).toList(),
                joined.hasMore());
    }

    private static MarkMessagesReadReply reply(ChatId chat, Receipt receipt) {
        return new MarkMessagesReadReply(chat.value(), receipt.count(), receipt.upToSeq());
    }
}
