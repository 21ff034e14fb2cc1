package dev.parley.gateway.ops;

import dev.parley.core.mongo.MongoListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** How MongoDB does, seen from here. */
public final class MongoMeters implements MongoListener {
    private final MeterRegistry registry;
    private final Counter hintsLost;

    public MongoMeters(MeterRegistry registry) {
        this.registry = registry;
        this.hintsLost = Counter.builder("parley.mongo.hints.lost")
                .description("Times that a chat's last message was not brought up to date; the next message does it")
                .register(registry);
    }

    @Override
    public void commandEnded(String command, boolean succeeded, Duration took) {
        Timer.builder("parley.mongo.commands")
                .description("Commands to MongoDB")
                .tag("command", command)
                .tag("outcome", succeeded ? "ok" : "failed")
                .register(registry)
                .record(took);
    }

    @Override
    public void hintLost(Throwable failure) {
        hintsLost.increment();
    }
}
