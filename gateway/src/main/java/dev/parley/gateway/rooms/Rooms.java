package dev.parley.gateway.rooms;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Which socket of this node is in which room. Any thread; never blocks. */
public interface Rooms {

    /** Makes the member one of "everyone"; joining a room does it too. */
    void enter(Member member);

    /**
     * Completes once the room's subscription is live: events that any node emits to the room from then on reach the
     * member. Fails with {@code StorageException} when Redis does not answer in time (a member that was not in the room before is out again), with
     * {@code Rejection} when the socket is in a thousand rooms, and with {@code CancellationException} when it has left for good.
     */
    CompletionStage<Void> join(Member member, String room);

    void leave(Member member, String room);

    /** The socket has disconnected: leaves all rooms, and later joins fail. */
    void leaveAll(Member member);

    /** The rooms the member is in now; a join or leave that has not run on its event loop yet does not show. */
    Set<String> roomsOf(Member member);
}
