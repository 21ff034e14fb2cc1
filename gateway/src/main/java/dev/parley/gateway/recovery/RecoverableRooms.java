package dev.parley.gateway.recovery;

import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.rooms.Rooms;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Rooms whose joins complete when the session is saved as well, so that a resumed session is in every room whose join was answered. */
public final class RecoverableRooms implements Rooms {
    private final Rooms rooms;
    private final RecoverableSockets sockets;

    public RecoverableRooms(Rooms rooms, RecoverableSockets sockets) {
        this.rooms = rooms;
        this.sockets = sockets;
    }

    @Override
    public void enter(Member member) {
        rooms.enter(member);
    }

    @Override
    public CompletionStage<Void> join(Member member, String room) {
        return rooms.join(member, room).thenCompose(live -> sockets.changed(member));
    }

    /** Deliberate: does not wait for the save. An event of a room that was left does no harm. */
    @Override
    public void leave(Member member, String room) {
        rooms.leave(member, room);
        sockets.changed(member);
    }

    @Override
    public void leaveAll(Member member) {
        rooms.leaveAll(member);
    }

    @Override
    public Set<String> roomsOf(Member member) {
        return rooms.roomsOf(member);
    }
}
