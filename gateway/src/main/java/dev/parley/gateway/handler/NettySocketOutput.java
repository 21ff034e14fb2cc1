package dev.parley.gateway.handler;

import com.corundumstudio.socketio.SocketIOClient;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.Session;
import dev.parley.gateway.wire.Push;

/** A netty-socketio client. */
final class NettySocketOutput implements SocketOutput {
    private final SocketIOClient client;

    NettySocketOutput(SocketIOClient client) {
        this.client = client;
    }

    @Override
    public <P> void emit(Push<P> event, P payload) {
        client.sendEvent(event.name(), payload);
    }

    @Override
    public void close(DisconnectReason reason) {
        Session.of(client).close(reason);
    }
}
