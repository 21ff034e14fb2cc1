package dev.parley.gateway.broadcast;

import dev.parley.core.chat.Message;
import dev.parley.core.chat.RoomBroadcaster;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.gateway.cluster.RoomEmitter;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.DeliveryTrace;
import dev.parley.gateway.wire.ChatPayloads.MessageNotificationPayload;
import dev.parley.gateway.wire.ChatPayloads.MessagesDeliveredPayload;
import dev.parley.gateway.wire.ChatPayloads.MessagesReadPayload;
import dev.parley.gateway.wire.ChatPayloads.UserTypingPayload;
import dev.parley.gateway.wire.ConnectionPayloads.ResyncPayload;
import dev.parley.gateway.wire.MessagePayload;
import dev.parley.gateway.wire.RoomNames;
import dev.parley.gateway.wire.WireEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Announces chat facts as wire events to Socket.IO rooms. */
public final class WireRoomBroadcaster implements RoomBroadcaster {
    private final RoomEmitter emitter;
    private final DeliveryTrace trace;
    private final Consumer<Message> posted;

    public WireRoomBroadcaster(RoomEmitter emitter) {
        this(emitter, DeliveryTrace.NONE, message -> {});
    }

    /** @param posted is given each message after it was sent to the room */
    public WireRoomBroadcaster(RoomEmitter emitter, DeliveryTrace trace, Consumer<Message> posted) {
        this.emitter = emitter;
        this.trace = trace;
        this.posted = posted;
    }

    @Override
    public void messagePosted(Message message) {
        byte[] id = message.id().value().getBytes(StandardCharsets.US_ASCII);
        trace.stored(id, message.clientMessageId().orElse(null));
        emitter.emit(
                WireEvents.NEW_MESSAGE,
                MessagePayload.of(message),
                BroadcastTarget.room(RoomNames.of(message.chatId())));
        posted.accept(message);
    }

    @Override
    public void notified(UserId user, Message message, long unreadCount) {
        emitter.emit(
                WireEvents.MESSAGE_NOTIFICATION,
                new MessageNotificationPayload(
                        message.chatId().value(), message.sender().value(), MessagePayload.of(message), unreadCount),
                BroadcastTarget.room(RoomNames.of(user)));
    }

    @Override
    public void resync(Message message) {
        emitter.emit(
                WireEvents.RESYNC,
                ResyncPayload.announcementUnknown(message.createdAt()),
                new BroadcastTarget(roomsOf(message), List.of()));
    }

    private static List<String> roomsOf(Message message) {
        return Stream.concat(
                        Stream.of(RoomNames.of(message.chatId())),
                        message.audience().stream().map(RoomNames::of))
                .toList();
    }

    @Override
    public void messagesDelivered(ChatId chat, UserId receiver, long upToSeq, Instant deliveredAt) {
        emitter.emit(
                WireEvents.MESSAGES_DELIVERED,
                new MessagesDeliveredPayload(chat.value(), receiver.value(), upToSeq, deliveredAt),
                BroadcastTarget.room(RoomNames.of(chat)));
    }

    @Override
    public void messagesRead(ChatId chat, UserId reader, long upToSeq, long readCount, Instant readAt) {
        emitter.emit(
                WireEvents.MESSAGES_READ,
                new MessagesReadPayload(chat.value(), reader.value(), upToSeq, readCount, readAt),
                new BroadcastTarget(List.of(RoomNames.of(chat), RoomNames.of(reader)), List.of()));
    }

    @Override
    public void messagesReadPrivately(ChatId chat, UserId reader, long upToSeq, long readCount, Instant readAt) {
        emitter.emit(
                WireEvents.MESSAGES_READ,
                new MessagesReadPayload(chat.value(), reader.value(), upToSeq, readCount, readAt),
                BroadcastTarget.room(RoomNames.of(reader)));
    }

    @Override
    public void userTyping(ChatId chat, UserId typist, boolean isTyping) {
        emitter.emit(
                WireEvents.USER_TYPING,
                new UserTypingPayload(chat.value(), typist.value(), isTyping),
                BroadcastTarget.room(RoomNames.of(chat)).except(List.of(RoomNames.of(typist))));
    }
}
