package dev.parley.gateway.rooms;

import java.util.Arrays;
import java.util.List;

/**
 * A room as this node sees it: one {@link RoomShard} per event loop that has members of it. The room's monitor is the order of its
 * broadcasts: whoever hands out work for more than one part holds it, so that every event loop gets the same order.
 */
final class Room {
    private static final RoomShard[] NONE = {};

    private final String name;
    private RoomShard[] parts = NONE;

    Room(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The parts with members; the caller holds the monitor and changes nothing. */
    RoomShard[] parts() {
        return parts;
    }

    /** Members on this node. */
    synchronized int population() {
        int members = 0;
        for (RoomShard part : parts) {
            members += part.population;
        }
        return members;
    }

    synchronized boolean isEmpty() {
        return parts.length == 0;
    }

    /** The lane's part, with a place reserved in it for one member. */
    synchronized RoomShard reserve(LoopQueue lane) {
        RoomShard part = partOn(lane);
        if (part == null) {
            part = new RoomShard(this, lane);
            parts = Arrays.copyOf(parts, parts.length + 1);
            parts[parts.length - 1] = part;
        }
        part.population++;
        return part;
    }

    /** Gives a place back; a part without members gets no broadcasts. */
    synchronized void vacate(RoomShard part) {
        if (--part.population == 0) {
            parts = Arrays.stream(parts).filter(other -> other != part).toArray(RoomShard[]::new);
        }
    }

    synchronized RoomShard partOn(LoopQueue lane) {
        for (RoomShard part : parts) {
            if (part.lane() == lane) {
                return part;
            }
        }
        return null;
    }

    /** Runs {@code work} holding the monitors of all rooms, which are sorted by name so that nobody waits in a circle. */
    static void holdingAll(List<Room> sorted, Runnable work) {
        if (sorted.isEmpty()) {
            work.run();
            return;
        }
        synchronized (sorted.get(0)) {
            holdingAll(sorted.subList(1, sorted.size()), work);
        }
    }
}
