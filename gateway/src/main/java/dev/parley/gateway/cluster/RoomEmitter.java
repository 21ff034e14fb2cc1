package dev.parley.gateway.cluster;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.wire.ServerEvent;

/**
 * Emits an event to rooms, on this node and every other that has members. At most once, and never fails: an event
 * that could not be published is counted and followed by a {@code resync}. Any thread; never blocks.
 */
public interface RoomEmitter {
    <P> void emit(ServerEvent<P> event, P payload, BroadcastTarget target);
}
