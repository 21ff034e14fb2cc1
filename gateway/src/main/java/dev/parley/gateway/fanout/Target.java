package dev.parley.gateway.fanout;

import java.util.List;

/**
 * Who is to hear an event: the sockets that are in any of {@code rooms} and in none of {@code except}.
 *
 * @param rooms empty means every socket of the namespace
 */
public record Target(List<String> rooms, List<String> except) {

    public Target {
        rooms = List.copyOf(rooms);
        except = List.copyOf(except);
    }

    public static Target room(String room) {
        return new Target(List.of(room), List.of());
    }

    public static Target everyone() {
        return new Target(List.of(), List.of());
    }

    public Target but(List<String> exceptRooms) {
        return new Target(rooms, exceptRooms);
    }
}
