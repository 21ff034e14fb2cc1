package dev.parley.gateway.http;

import dev.parley.gateway.cluster.RoomEmitter;
import dev.parley.gateway.cluster.SocketDisconnector;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.gateway.wire.WireJson;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records emitted events, such as {@code new-notification to [notifications_anna] {...}}. */
final class RecordingRoomEmitter implements RoomEmitter, SocketDisconnector {
    private final List<String> told = new CopyOnWriteArrayList<>();

    List<String> told() {
        return told;
    }

    @Override
    public <P> void emit(ServerEvent<P> event, P payload, BroadcastTarget target) {
        told.add(event.name() + " to " + target.rooms() + " "
                + WireJson.mapper().valueToTree(payload).toString());
    }

    @Override
    public void disconnect(BroadcastTarget target, boolean wholeConnection) {
        told.add("disconnect " + target.rooms() + " whole " + wholeConnection);
    }
}
