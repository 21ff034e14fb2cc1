package dev.parley.gateway.transport;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import java.util.function.Consumer;

/**
 * Puts Parley's Engine.IO and Socket.IO under netty-socketio's server: {@code configure} its configuration, then give this to
 * {@code SocketIOServer.setPipelineFactory}.
 */
public final class SocketIoPipeline extends SocketIOChannelInitializer {

    private final TransportLimits limits;
    private final CorsPolicy cors;
    private final NamespaceGate gate;
    private final TransportMetrics metrics;

    public SocketIoPipeline(TransportLimits limits, CorsPolicy cors, NamespaceGate gate, TransportMetrics metrics) {
        this.limits = limits;
        this.cors = cors;
        this.gate = gate;
        this.metrics = metrics;
    }

    /** Sets what this pipeline needs; call before {@code new SocketIOServer(configuration)}, which copies it. */
    public void configure(Configuration configuration) {
        configuration.setAckMode(AckMode.MANUAL);
        configuration.setRandomSession(true);
        configuration.setHttpCompression(false);
        configuration.setWebsocketCompression(false);
    }

    /** Sessions that are open now. Any thread. */
    public int sessionCount() {
        return 0;
    }

    /** Every open session, for the drain. Any thread. */
    public void forEachSession(Consumer<Session> action) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "SocketIoPipeline[" + limits + ", " + cors + ", " + gate + ", " + metrics + "]";
    }
}
