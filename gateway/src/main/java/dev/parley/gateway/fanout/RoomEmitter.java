package dev.parley.gateway.fanout;

import dev.parley.gateway.wire.Push;

/**
 * Emits an event to rooms, on this node and every other that has members. At most once, and never fails: what could not be
 * published is counted and followed by a {@code resync}. Any thread; never blocks.
 */
public interface RoomEmitter {
    <P> void emit(Push<P> event, P payload, Target target);
}
