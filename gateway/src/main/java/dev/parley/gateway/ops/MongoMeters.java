package dev.parley.gateway.ops;

import dev.parley.core.mongo.MongoListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What MongoDB's commands take, as meters. */
public final class MongoMeters implements MongoListener {
    private final MeterRegistry registry;
    private final Counter lostHints;

    public MongoMeters(MeterRegistry registry) {
        this.registry = registry;
        this.lostHints = Counter.builder("parley.mongo.hints.lost")
                .description("Chats whose last message was not brought up to date at once")
                .register(registry);
    }

    @Override
    public void commandEnded(String command, boolean succeeded, Duration took) {
        Timer.builder("parley.mongo.commands")
                .description("MongoDB commands, from sending to the answer")
                .tag("command", command)
                .tag("outcome", succeeded ? "ok" : "failed")
                .register(registry)
                .record(took);
    }

    @Override
    public void hintLost(Throwable failure) {
        lostHints.increment();
    }
}
