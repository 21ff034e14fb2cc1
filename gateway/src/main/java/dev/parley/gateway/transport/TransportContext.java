package dev.parley.gateway.transport;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.DisconnectableHub;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.ClientsBox;
import com.corundumstudio.socketio.scheduler.CancelableScheduler;
import dev.parley.gateway.engineio.EngineTransport;
import dev.parley.gateway.engineio.OpenPacket;
import dev.parley.gateway.transport.limits.ByteBudget;
import dev.parley.gateway.transport.limits.ConnectionLimit;
import dev.parley.gateway.transport.limits.SessionAdmission;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TransportLimits.Timeouts;
import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.gateway.transport.loop.LoopContext;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What all sessions of a server share. */
final class TransportContext {

    private static final long SHORTEST_TICK = 5;
    private static final long LONGEST_TICK = 250;

    final TransportLimits limits;
    final TransportMetrics metrics;
    final SessionRegistry sessions = new SessionRegistry();
    final TrustedProxies proxies;
    final SessionAdmission admission;
    final ConnectionLimit connections;
    final PendingSessions pending;
    /** Of what clients have not sent completely. */
    final ByteBudget inbound;
    /** Of what clients have not read. */
    final ByteBudget outbound;

    final Acknowledgements acknowledgements;
    final Configuration configuration;
    final CancelableScheduler scheduler;
    final DisconnectableHub disconnects;
    final Function<Session, EngineSessionListener> protocol;
    /** Required by a constructor of the library; sessions are kept in {@link SessionRegistry}. */
    final ClientsBox unused = new ClientsBox();

    private final Map<EventLoop, LoopContext> loops = new ConcurrentHashMap<>();
    private final long tick;

    TransportContext(
            TransportLimits limits,
            TrustedProxies proxies,
            TransportMetrics metrics,
            Configuration configuration,
            CancelableScheduler scheduler,
            DisconnectableHub disconnects,
            Function<Session, EngineSessionListener> protocol) {
        this.limits = limits;
        this.metrics = metrics;
        this.proxies = proxies;
        this.admission = new SessionAdmission(limits.sessions(), proxies);
        this.connections = ConnectionLimit.forSessions(limits.sessions().perNode());
        this.pending = new PendingSessions(limits.memory().pending(), admission);
        this.inbound = new ByteBudget(limits.memory().inbound());
        this.outbound = new ByteBudget(limits.memory().outbound());
        this.acknowledgements = new Acknowledgements(scheduler, sessions);
        this.configuration = configuration;
        this.scheduler = scheduler;
        this.disconnects = disconnects;
        this.protocol = protocol;
        Timeouts timeouts = limits.timeouts();
        long shortest = Math.min(
                timeouts.pingInterval().toMillis(), timeouts.pingTimeout().toMillis());
        this.tick = Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, shortest / 20));
    }

    /** The first packet of a session that begins on {@code transport}. */
    byte[] openPacket(String sid, EngineTransport transport) {
        boolean canUpgrade = transport == EngineTransport.POLLING
                && configuration.getTransports().contains(Transport.WEBSOCKET);
        Timeouts timeouts = limits.timeouts();
        return OpenPacket.encode(
                sid,
                canUpgrade,
                timeouts.pingInterval().toMillis(),
                timeouts.pingTimeout().toMillis(),
                limits.maxPayload());
    }

    LoopContext loop(EventLoop loop) {
        return loops.computeIfAbsent(loop, key -> new LoopContext(key, tick));
    }
}
