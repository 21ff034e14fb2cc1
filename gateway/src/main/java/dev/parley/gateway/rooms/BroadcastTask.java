package dev.parley.gateway.rooms;

/** One event loop's part of a broadcast; holds a reference until it has run. */
record BroadcastTask(RoomShard part, Broadcast broadcast) implements Runnable {

    @Override
    public void run() {
        try {
            part.deliver(broadcast);
        } finally {
            broadcast.release();
        }
    }
}
