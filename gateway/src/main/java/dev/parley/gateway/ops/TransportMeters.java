package dev.parley.gateway.ops;

import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.TransportMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What the transport counts, as meters. */
public final class TransportMeters implements TransportMetrics {
    private static final String WEBSOCKET = "websocket";

    private final MeterRegistry registry;
    private final AtomicLong polling = new AtomicLong();
    private final AtomicLong websocket = new AtomicLong();
    private final Counter upgrades;
    private final Counter received;
    private final Counter sent;

    public TransportMeters(MeterRegistry registry) {
        this.registry = registry;
        open("polling", polling);
        open(WEBSOCKET, websocket);
        upgrades = counter("parley.connections.upgraded", "Sessions that went from polling to websocket");
        received = counter("parley.packets.received", "Engine.IO messages that came in");
        sent = counter("parley.packets.sent", "Engine.IO messages that went out, prepared frames counted as one");
    }

    @Override
    public void opened(String transport) {
        of(transport).incrementAndGet();
        count("parley.connections.opened", "Sessions that began", "transport", label(transport));
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
        count(
                "parley.connections.closed",
                "Sessions that ended",
                "reason",
                reason.name().toLowerCase(Locale.ROOT));
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
        count("parley.packets.dropped", "Packets given up without ending the session", "reason", reason);
    }

    @Override
    public void refused(String error) {
        count("parley.handshakes.refused", "HTTP requests refused by Engine.IO", "error", error);
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
        return transport.equals(WEBSOCKET) ? WEBSOCKET : "polling";
    }

    private Counter counter(String name, String meaning) {
        return Counter.builder(name).description(meaning).register(registry);
    }

    private void count(String name, String meaning, String label, String value) {
        Counter.builder(name)
                .description(meaning)
                .tag(label, value)
                .register(registry)
                .increment();
    }
}
