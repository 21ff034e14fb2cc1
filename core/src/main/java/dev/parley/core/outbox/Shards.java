package dev.parley.core.outbox;

/** Divides the events over the nodes: all events of one chat, or of one user, are in one shard. */
public final class Shards {
    /** Deliberate: a constant, because the number of a shard is stored with each event. */
    public static final int COUNT = 16;

    private Shards() {}

    /** @param key id of the chat or user that the event belongs to */
    public static int of(String key) {
        return Math.floorMod(key.hashCode(), COUNT);
    }
}
