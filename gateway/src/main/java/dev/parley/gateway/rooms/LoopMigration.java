package dev.parley.gateway.rooms;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Takes a member's places from one event loop to another while broadcasts go on. In order:
 *
 * <ol>
 *   <li>on the new loop: changes of membership wait from here on ({@link #begin});
 *   <li>on the old loop, after the changes that were under way: holding all of the member's rooms, so between two broadcasts, the
 *       places on the new loop are taken and the old loop is given a last task ({@link #split}). A broadcast from before is
 *       delivered by the old loop, which passes it on; one from after by the new loop, which holds it;
 *   <li>on the old loop, after the last broadcast from before: the old places are given back ({@link #depart});
 *   <li>on the new loop, after the last that was passed on: what was held is written, then what waited is done ({@link #settle}).
 * </ol>
 */
final class LoopMigration {
    private final Member member;
    private final LoopQueue from;
    private final LoopQueue to;
    /** Guarded by the member. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    /** On the new loop. */
    private final Queue<Broadcast> held = new ArrayDeque<>();

    LoopMigration(Member member, LoopQueue from, LoopQueue to) {
        this.member = member;
        this.from = from;
        this.to = to;
    }

    void begin() {
        from.submit(this::split);
    }

    /** The caller holds the member's monitor. */
    void await(Runnable change) {
        waiting.add(change);
    }

    void hold(Broadcast broadcast) {
        held.add(broadcast);
    }

    private void split() {
        List<Room> rooms = Stream.of(member.rooms())
                .sorted(Comparator.comparing(Room::name))
                .toList();
        Room.holdingAll(rooms, () -> {
            List<RoomShard> places =
                    rooms.stream().map(room -> room.reserve(to)).toList();
            to.submit(() -> places.forEach(place -> place.add(member)));
            from.submit(() -> depart(rooms));
        });
    }

    private void depart(List<Room> rooms) {
        for (Room room : rooms) {
            RoomShard place = room.partOn(from);
            place.remove(member);
            room.vacate(place);
        }
        to.submit(this::settle);
    }

    private void settle() {
        for (Broadcast broadcast = held.poll(); broadcast != null; broadcast = held.poll()) {
            member.write(broadcast);
            broadcast.release();
        }
        synchronized (member) {
            member.settledOn(to);
            waiting.forEach(to::submit);
        }
    }
}
