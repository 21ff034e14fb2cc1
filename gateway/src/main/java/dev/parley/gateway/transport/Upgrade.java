package dev.parley.gateway.transport;

import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.loop.LoopContext;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An upgrade in progress: its websocket and its deadline. */
final class Upgrade {

    private final WebSocketConnection socket;
    private final Future<?> deadline;

    /** Called on the session's loop; {@code missed} runs there when the client does not finish in time. */
    Upgrade(WebSocketConnection socket, LoopContext loop, TransportLimits limits, Runnable missed) {
        this.socket = socket;
        this.deadline = loop.loop().schedule(missed, limits.timeouts().upgrade().toMillis(), TimeUnit.MILLISECONDS);
    }

    WebSocketConnection socket() {
        return socket;
    }

    /** The upgrade is finished. */
    void done() {
        deadline.cancel(false);
    }

    /** The upgrade has failed; {@code status} is the websocket's close code. */
    void abandon(int status) {
        deadline.cancel(false);
        socket.close(status);
    }
}
