package dev.parley.gateway.rooms;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Moves a member from the shards of one event loop to those of another while broadcasts are delivered. In order:
 *
 * <ol>
 *   <li>on the new loop: changes of membership wait from here on ({@link #begin});
 *   <li>on the old loop, after the changes in flight: holding all of the member's rooms, so between two broadcasts, the
 *       member is added on the new loop and the old loop is given a last task ({@link #split}). Broadcasts from before are
 *       delivered by the old loop, which passes them on; those from after by the new loop, which holds them;
 *   <li>on the old loop, after the last broadcast from before: the member is removed ({@link #depart});
 *   <li>on the new loop, after the last that was passed on: held broadcasts are written, then changes that waited run ({@link #settle}).
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
            List<RoomShard> shards =
                    rooms.stream().map(room -> room.reserve(to)).toList();
            to.submit(() -> shards.forEach(shard -> shard.add(member)));
            from.submit(() -> depart(rooms));
        });
    }

    private void depart(List<Room> rooms) {
        for (Room room : rooms) {
            RoomShard shard = room.shardOn(from);
            shard.remove(member);
            room.vacate(shard);
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
