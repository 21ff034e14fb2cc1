package dev.parley.gateway.cluster;

import dev.parley.gateway.cluster.ClusterFrames.Publication;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import dev.parley.gateway.wire.ServerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits events through the event log. Deliberate: they reach the sockets of this node by way of Redis too, so that all nodes deliver in
 * the order of the offsets, and a client's last offset stands for everything before it. Events with attachments are not logged.
 */
final class LoggedRoomEmitter implements RoomEmitter {
    private static final Logger log = LoggerFactory.getLogger(LoggedRoomEmitter.class);

    private final ClusterFrames frames;
    private final ClusterPublisher publisher;
    private final RoomEmitter unlogged;
    private final EmittedEvents emitted;
    private final FanOutMetrics metrics;

    /** @param frames of another uid than the node reads as its own */
    LoggedRoomEmitter(
            ClusterFrames frames,
            ClusterPublisher publisher,
            RoomEmitter unlogged,
            EmittedEvents emitted,
            FanOutMetrics metrics) {
        this.frames = frames;
        this.publisher = publisher;
        this.unlogged = unlogged;
        this.emitted = emitted;
        this.metrics = metrics;
    }

    @Override
    public <P> void emit(ServerEvent<P> event, P payload, BroadcastTarget target) {
        try {
            EncodedPacket packet = SocketIoEncoder.encode("/", event.name(), payload);
            if (packet.attachments().isEmpty()) {
                emitted.count(event);
                for (Publication each : ClusterFrames.publicationsOf(target)) {
                    publisher.publish(each.channel(), frames.untilOffset(each.target(), packet));
                }
            } else {
                unlogged.emit(event, payload, target);
            }
        } catch (RuntimeException e) {
            metrics.encodingFailed();
            log.error("{} could not be emitted", event.name(), e);
        }
    }
}
