package dev.parley.gateway.rooms;

import java.util.Arrays;
import java.util.List;

/**
 * The local members of a room: one {@link RoomShard} per event loop that has some. The room's monitor orders its broadcasts: a caller
 * that submits work to several shards holds it, so that every event loop has the same order.
 */
final class Room {
    /** The name of the room of all sockets. No client can name it: a room's name on the wire is never empty. */
    static final String EVERYONE = "";

    private static final RoomShard[] NONE = {};

    private final String name;
    private RoomShard[] shards = NONE;

    Room(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The shards with members; the caller holds the monitor and changes nothing. */
    RoomShard[] shards() {
        return shards;
    }

    /** Members on this node. */
    synchronized int population() {
        int members = 0;
        for (RoomShard shard : shards) {
            members += shard.population;
        }
        return members;
    }

    synchronized boolean isEmpty() {
        return shards.length == 0;
    }

    /** Reserves one more member in the queue's shard. */
    synchronized void reserve(LoopQueue queue) {
        RoomShard shard = shardOn(queue);
        if (shard == null) {
            shard = new RoomShard(this, queue);
            shards = Arrays.copyOf(shards, shards.length + 1);
            shards[shards.length - 1] = shard;
        }
        shard.population++;
    }

    /** Releases one member of a shard; a shard without members receives no broadcasts. */
    synchronized void vacate(RoomShard shard) {
        if (--shard.population == 0) {
            shards = Arrays.stream(shards).filter(other -> other != shard).toArray(RoomShard[]::new);
        }
    }

    synchronized RoomShard shardOn(LoopQueue queue) {
        for (RoomShard shard : shards) {
            if (shard.queue() == queue) {
                return shard;
            }
        }
        return null;
    }

    /** Runs {@code work} holding the monitors of all rooms, which are sorted by name so that there is no deadlock. */
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
