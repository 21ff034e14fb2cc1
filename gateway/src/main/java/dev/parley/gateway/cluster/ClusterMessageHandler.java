package dev.parley.gateway.cluster;

import dev.parley.gateway.cluster.ClusterMessage.DisconnectSockets;
import dev.parley.gateway.cluster.ClusterMessage.Emitted;
import dev.parley.gateway.cluster.ClusterMessage.Ignored;
import dev.parley.gateway.cluster.ClusterMessage.SocketsJoin;
import dev.parley.gateway.cluster.ClusterMessage.SocketsLeave;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.rooms.Member;

/** Applies the messages of other nodes on this node. Peers are trusted: a client that can publish to Redis is a member of the cluster. */
final class ClusterMessageHandler {
    private final ClusterFrames frames;
    private final LocalRooms rooms;
    private final SocketCloser closer;
    private final FanOutMetrics metrics;
    private final Canary canary;
    private final ClusterChanges changes;
    private final Resync resync;
    private final DeliveredStatuses delivered;

    ClusterMessageHandler(
            ClusterFrames frames,
            LocalRooms rooms,
            SocketCloser closer,
            FanOutMetrics metrics,
            Canary canary,
            ClusterChanges changes,
            Resync resync,
            DeliveredStatuses delivered) {
        this.frames = frames;
        this.rooms = rooms;
        this.closer = closer;
        this.metrics = metrics;
        this.canary = canary;
        this.changes = changes;
        this.resync = resync;
        this.delivered = delivered;
    }

    boolean hasMember(String room) {
        return rooms.has(room);
    }

    /** @param room whose channel it came on; null for the channel of the whole namespace */
    void received(String room, byte[] value) {
        if (room != null && !rooms.has(room)) {
            metrics.receivedWithoutMember();
        } else {
            apply(frames.read(value));
        }
    }

    void apply(ClusterMessage message) {
        if (message instanceof Emitted emitted) {
            emitted(emitted);
        } else if (message instanceof Ignored ignored) {
            metrics.ignored(ignored.reason());
        } else if (message instanceof SocketsJoin join) {
            rooms.forEach(join.target(), member -> join.rooms().forEach(room -> join(member, room)));
        } else if (message instanceof SocketsLeave leave) {
            rooms.forEach(leave.target(), member -> leave.rooms().forEach(room -> rooms.leave(member, room)));
        } else if (message instanceof DisconnectSockets disconnect) {
            disconnect(disconnect.target(), disconnect.wholeConnection());
        }
    }

    private void emitted(Emitted event) {
        if (CanaryMessage.isFor(event.target())) {
            canary.heard(event.packet());
        } else if (ChangesMessage.isFor(event.target())) {
            changes.heard(event.packet());
        } else if (delivered.isRepeated(event.target(), event.packet())) {
            metrics.ignored(ClusterMessage.Reason.REPEATED);
        } else if (!Resync.isResync(event.packet())) {
            metrics.received();
            rooms.deliver(event.target(), event.packet());
        } else if (!resync.isPendingForEveryone()) {
            metrics.received();
            resync.deliver(event.target(), event.packet());
        }
    }

    /** No caller waits for the result, so a failure is counted. */
    private void join(Member member, String room) {
        rooms.join(member, room).exceptionally(failure -> {
            metrics.peerJoinFailed();
            return null;
        });
    }

    void disconnect(BroadcastTarget target, boolean wholeConnection) {
        closer.disconnectPending(target.rooms());
        rooms.forEach(target, member -> closer.disconnect(member.handle().socket(), wholeConnection));
    }
}
