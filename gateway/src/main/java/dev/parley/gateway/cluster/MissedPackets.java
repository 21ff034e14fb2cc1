package dev.parley.gateway.cluster;

import dev.parley.gateway.socketio.EncodedPacket;
import java.util.List;

/**
 * The events that a socket has missed.
 *
 * @param packets in order, with their offsets
 * @param upTo the last offset that was read; events with a greater one are live
 */
public record MissedPackets(List<EncodedPacket> packets, long upTo) {
    public static final MissedPackets NOTHING = new MissedPackets(List.of(), 0);
}
