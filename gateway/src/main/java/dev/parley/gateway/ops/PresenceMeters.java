package dev.parley.gateway.ops;

import dev.parley.presence.LocalPresence;
import dev.parley.presence.PresenceChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
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

    /** Exposes what the audits of {@code presence} find. */
    public static void bindAudit(LocalPresence presence, MeterRegistry registry) {
        FunctionCounter.builder("parley.presence.disagreements", presence, LocalPresence::disagreements)
                .description("Users whose state in Redis differed from this node; corrected by the audit")
                .register(registry);
    }

    private static Counter transitions(MeterRegistry registry, String to) {
        return Counter.builder("parley.presence.transitions")
                .description("Users who came online or went offline, each counted on one node")
                .tag("to", to)
                .register(registry);
    }
}
