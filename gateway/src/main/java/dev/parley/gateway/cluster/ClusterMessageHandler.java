package dev.parley.gateway.cluster;

import dev.parley.gateway.cluster.ClusterMessage.DisconnectSockets;
import dev.parley.gateway.cluster.ClusterMessage.Emitted;
import dev.parley.gateway.cluster.ClusterMessage.Ignored;
import dev.parley.gateway.cluster.ClusterMessage.SocketsJoin;
import dev.parley.gateway.cluster.ClusterMessage.SocketsLeave;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.telemetry.Telemetry;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Applies the messages of other nodes on this node. Peers are trusted: a client that can publish to Redis is a member of the cluster. */
final class ClusterMessageHandler {
    /** Of a UUID, which the ids of Parley's sockets are. */
    private static final int SOCKET_ID_LENGTH = 36;

    private final ClusterFrames frames;
    private final LocalRooms rooms;
    private final SocketCloser closer;
    private final FanOutMetrics metrics;
    private final Canary canary;
    private final ClusterChanges changes;
    private final Resync resync;
    private final DeliveredStatuses delivered;
    private final Telemetry telemetry;
    private volatile Predicate<byte[]> others = value -> false;

    ClusterMessageHandler(
            ClusterFrames frames,
            LocalRooms rooms,
            SocketCloser closer,
            FanOutMetrics metrics,
            Canary canary,
            ClusterChanges changes,
            Resync resync,
            DeliveredStatuses delivered,
            Telemetry telemetry) {
        this.frames = frames;
        this.rooms = rooms;
        this.closer = closer;
        this.metrics = metrics;
        this.canary = canary;
        this.changes = changes;
        this.resync = resync;
        this.delivered = delivered;
        this.telemetry = telemetry;
    }

    boolean hasMember(String room) {
        return rooms.has(room);
    }

    /** @param room whose channel it came on; null for the channel of the whole namespace */
    void received(String room, byte[] value) {
        if (room != null && !rooms.has(room)) {
            metrics.receivedWithoutMember();
            return;
        }
        ClusterMessage message = frames.read(value);
        boolean isOther = message instanceof Ignored ignored && ignored.reason() == ClusterMessage.Reason.OTHER_TYPE;
        if (!isOther || !others.test(value)) {
            apply(message);
        }
    }

    /** @param others is given messages of types that this node does not serve by itself; whether it serves one */
    void onOthers(Predicate<byte[]> others) {
        this.others = others;
    }

    void apply(ClusterMessage message) {
        if (message instanceof Emitted emitted) {
            emitted(emitted);
        } else if (message instanceof Ignored ignored) {
            metrics.ignored(ignored.reason());
        } else if (message instanceof SocketsJoin join) {
            forEach(join.target(), member -> join.rooms().forEach(room -> join(member, room)));
        } else if (message instanceof SocketsLeave leave) {
            forEach(leave.target(), member -> leave.rooms().forEach(room -> rooms.leave(member, room)));
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
            deliver(event);
        } else if (!resync.isPendingForEveryone()) {
            metrics.received();
            resync.deliver(event.target(), event.packet());
        }
    }

    private void deliver(Emitted event) {
        if (event.traceparent() == null) {
            rooms.deliver(event.target(), event.packet());
        } else {
            telemetry.deliver(
                    event.traceparent(),
                    rooms.population(event.target()),
                    () -> rooms.deliver(event.target(), event.packet()));
        }
    }

    /** A target's room may be the id of a socket, as in Node.js, where each socket is in a room of its own. */
    private void forEach(BroadcastTarget target, Consumer<Member> action) {
        rooms.forEach(target, action);
        Set<String> ids = target.rooms().stream()
                .filter(room -> room.length() == SOCKET_ID_LENGTH && !rooms.has(room))
                .collect(Collectors.toSet());
        if (!ids.isEmpty()) {
            rooms.forEach(BroadcastTarget.everyone().except(target.except()), member -> {
                if (ids.contains(member.handle().id().toString())) {
                    action.accept(member);
                }
            });
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
        forEach(target, member -> closer.disconnect(member.handle().socket(), wholeConnection));
    }
}
