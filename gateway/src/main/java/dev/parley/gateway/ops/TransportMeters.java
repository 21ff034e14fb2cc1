package dev.parley.gateway.ops;

import dev.parley.gateway.metrics.EnumCounters;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.TransportMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What the transport counts, as meters. Counters exist from the start, at 0. */
public final class TransportMeters implements TransportMetrics {
    private static final String POLLING = "polling";
    private static final String WEBSOCKET = "websocket";

    private final MeterRegistry registry;
    private final AtomicLong polling = new AtomicLong();
    private final AtomicLong websocket = new AtomicLong();
    private final EnumCounters<DisconnectReason> closings;
    private final Counter upgrades;
    private final Counter received;
    private final Counter sent;

    public TransportMeters(MeterRegistry registry) {
        this.registry = registry;
        open(POLLING, polling);
        open(WEBSOCKET, websocket);
        upgrades = counter("parley.connections.upgraded", "Sessions that went from polling to websocket");
        received = counter("parley.packets.received", "Engine.IO messages that came in");
        sent = counter("parley.packets.sent", "Engine.IO messages that went out, prepared frames counted as one");
        Stream.of(POLLING, WEBSOCKET).forEach(this::openings);
        closings = new EnumCounters<>(
                registry, DisconnectReason.class, "parley.connections.closed", "Sessions that ended", "reason");
        DROPPED.forEach(this::drops);
        REFUSED.forEach(this::refusals);
    }

    @Override
    public void opened(String transport) {
        of(transport).incrementAndGet();
        openings(label(transport)).increment();
    }

    @Override
    public void upgraded() {
        polling.decrementAndGet();
        websocket.incrementAndGet();
        upgrades.increment();
    }

    @Override
    public void closed(String transport, DisconnectReason reason) {
        of(transport).decrementAndGet();
        closings.increment(reason);
    }

    @Override
    public void received() {
        received.increment();
    }

    @Override
    public void sent() {
        sent.increment();
    }

    @Override
    public void dropped(String reason) {
        drops(reason).increment();
    }

    @Override
    public void refused(String error) {
        refusals(error).increment();
    }

    private Counter openings(String transport) {
        return counter("parley.connections.opened", "Sessions that began", "transport", transport);
    }

    private Counter drops(String reason) {
        return counter("parley.packets.dropped", "Packets given up without ending the session", "reason", reason);
    }

    private Counter refusals(String error) {
        return counter("parley.handshakes.refused", "HTTP requests refused by Engine.IO", "error", error);
    }

    private void open(String transport, AtomicLong state) {
        Gauge.builder("parley.connections", state, AtomicLong::get)
                .description("Sessions that are open")
                .tag("transport", transport)
                .register(registry);
    }

    private AtomicLong of(String transport) {
        return transport.equals(WEBSOCKET) ? websocket : polling;
    }

    private static String label(String transport) {
        return transport.equals(WEBSOCKET) ? WEBSOCKET : POLLING;
    }

    private Counter counter(String name, String meaning, String... labels) {
        return Counter.builder(name).description(meaning).tags(labels).register(registry);
    }
}
