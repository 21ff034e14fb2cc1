package dev.parley.gateway.rooms;

/** Delivers a broadcast to the members of a room on one event loop. Holds a reference until it has run. */
record BroadcastTask(RoomShard shard, Broadcast broadcast) implements Runnable {

    @Override
    public void run() {
        try {
            shard.deliver(broadcast);
        } finally {
            broadcast.release();
        }
    }
}
