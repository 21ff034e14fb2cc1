package dev.parley.gateway.http;

import dev.parley.gateway.fanout.RoomEmitter;
import dev.parley.gateway.fanout.SocketDisconnector;
import dev.parley.gateway.fanout.Target;
import dev.parley.gateway.wire.Push;
import dev.parley.gateway.wire.WireJson;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was emitted, such as {@code new-notification to [notifications_anna] {...}}. */
final class RecordingRoomEmitter implements RoomEmitter, SocketDisconnector {
    private final List<String> told = new CopyOnWriteArrayList<>();

    List<String> told() {
        return told;
    }

    @Override
    public <P> void emit(Push<P> event, P payload, Target target) {
        told.add(event.name() + " to " + target.rooms() + " "
                + WireJson.mapper().valueToTree(payload).toString());
    }

    @Override
    public void disconnect(Target target, boolean wholeConnection) {
        told.add("disconnect " + target.rooms() + " whole " + wholeConnection);
    }
}
