package dev.parley.gateway.cluster;

import dev.parley.gateway.cluster.ClusterFrames.Publication;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import dev.parley.gateway.telemetry.Telemetry;
import dev.parley.gateway.wire.ServerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to the sockets of this node at once, and publishes them to the other nodes. An event is encoded once. The events that
 * one thread emits to a room arrive in that order, on every node.
 */
public final class RedisRoomEmitter implements RoomEmitter, SocketDisconnector {
    private static final Logger log = LoggerFactory.getLogger(RedisRoomEmitter.class);

    private final ClusterFrames frames;
    private final LocalRooms rooms;
    private final ClusterPublisher publisher;
    private final ClusterMessageHandler local;
    private final FanOutMetrics metrics;
    private final EmittedEvents emitted;
    private final DeliveredStatuses delivered;
    private final Telemetry telemetry;

    RedisRoomEmitter(
            ClusterFrames frames,
            LocalRooms rooms,
            ClusterPublisher publisher,
            ClusterMessageHandler local,
            FanOutMetrics metrics,
            EmittedEvents emitted,
            DeliveredStatuses delivered,
            Telemetry telemetry) {
        this.frames = frames;
        this.rooms = rooms;
        this.publisher = publisher;
        this.local = local;
        this.metrics = metrics;
        this.emitted = emitted;
        this.delivered = delivered;
        this.telemetry = telemetry;
    }

    @Override
    public <P> void emit(ServerEvent<P> event, P payload, BroadcastTarget target) {
        try {
            emitted.count(event);
            EncodedPacket packet = SocketIoEncoder.encode("/", event.name(), payload);
            deliver(target, packet);
            for (Publication each : ClusterFrames.publicationsOf(target)) {
                String trace = packet.attachments().isEmpty() ? telemetry.publish() : null;
                publisher.publish(
                        each.channel(), frames.tracedBroadcast(each.target(), packet, trace, event.name(), payload));
            }
        } catch (RuntimeException e) {
            metrics.encodingFailed();
            log.error("{} could not be emitted", event.name(), e);
        }
    }

    private void deliver(BroadcastTarget target, EncodedPacket packet) {
        if (delivered.isRepeated(target, packet)) {
            metrics.ignored(ClusterMessage.Reason.REPEATED);
        } else if (telemetry.isRecording()) {
            telemetry.deliver(null, rooms.population(target), () -> rooms.deliver(target, packet));
        } else {
            rooms.deliver(target, packet);
        }
    }

    @Override
    public void disconnect(BroadcastTarget target, boolean wholeConnection) {
        local.disconnect(target, wholeConnection);
        publisher.publish(ClusterFrames.NAMESPACE_CHANNEL, frames.disconnect(target, wholeConnection));
    }
}
