package dev.parley.gateway.events;

import dev.parley.core.chat.RoomMembership;
import dev.parley.core.id.ChatId;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.rooms.Rooms;
import dev.parley.gateway.wire.RoomNames;
import java.util.concurrent.CompletionStage;

/** The chat rooms of one socket of this node. */
record MemberRooms(Rooms rooms, Member member) implements RoomMembership {

    @Override
    public CompletionStage<Void> join(ChatId chat) {
        return rooms.join(member, RoomNames.of(chat));
    }

    @Override
    public void leave(ChatId chat) {
        rooms.leave(member, RoomNames.of(chat));
    }
}
