package dev.parley.gateway.ops;

import dev.parley.presence.PresenceChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;

/** Counts the changes of presence that this node made or found. */
public final class PresenceMeters implements Consumer<PresenceChange> {
    private final Counter online;
    private final Counter offline;

    public PresenceMeters(MeterRegistry registry) {
        this.online = transitions(registry, "online");
        this.offline = transitions(registry, "offline");
    }

    @Override
    public void accept(PresenceChange change) {
        (change.isOnline() ? online : offline).increment();
    }

    private static Counter transitions(MeterRegistry registry, String to) {
        return Counter.builder("parley.presence.transitions")
                .description("Users who came online or went offline, each counted on one node")
                .tag("to", to)
                .register(registry);
    }
}
