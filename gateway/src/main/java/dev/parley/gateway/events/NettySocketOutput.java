package dev.parley.gateway.events;

import com.corundumstudio.socketio.SocketIOClient;
import dev.parley.gateway.cluster.EmittedEvents;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.Session;
import dev.parley.gateway.wire.ServerEvent;

/** The {@link SocketOutput} of a netty-socketio client. */
final class NettySocketOutput implements SocketOutput {
    private final SocketIOClient client;
    private final EmittedEvents emitted;

    NettySocketOutput(SocketIOClient client, EmittedEvents emitted) {
        this.client = client;
        this.emitted = emitted;
    }

    @Override
    public <P> void emit(ServerEvent<P> event, P payload) {
        emitted.count(event);
        client.sendEvent(event.name(), payload);
    }

    @Override
    public void close(DisconnectReason reason) {
        Session.of(client).close(reason);
    }
}
