package dev.parley.gateway.transport;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;

/** Is notified of events for which their namespace has no listener. On the session's event loop, so it must not block. */
@FunctionalInterface
public interface UnknownEventListener {
    void unknown(SocketIOClient client, String event, AckRequest ack);
}
