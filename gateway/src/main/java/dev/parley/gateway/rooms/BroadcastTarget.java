package dev.parley.gateway.rooms;

import java.util.List;

/**
 * The recipients of an event: the sockets that are in any of {@code rooms} and in none of {@code except}, and do not belong to a user
 * whose room is in {@code except}.
 *
 * @param rooms empty means every socket of the namespace
 */
public record BroadcastTarget(List<String> rooms, List<String> except) {

    public BroadcastTarget {
        rooms = List.copyOf(rooms);
        except = List.copyOf(except);
    }

    public static BroadcastTarget room(String room) {
        return new BroadcastTarget(List.of(room), List.of());
    }

    public static BroadcastTarget everyone() {
        return new BroadcastTarget(List.of(), List.of());
    }

    /** The same rooms without the sockets of {@code exceptRooms}. */
    public BroadcastTarget except(List<String> exceptRooms) {
        return new BroadcastTarget(rooms, exceptRooms);
    }
}
