package dev.parley.gateway.ops;

import dev.parley.core.mongo.MongoListener;
import dev.parley.core.mongo.MongoPool;
import dev.parley.core.mongo.MongoStore;
import dev.parley.gateway.metrics.CommandTimers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.ToIntFunction;

/** What MongoDB's commands take and how its connections are used, as meters. */
public final class MongoMeters implements MongoListener {
    private final MeterRegistry registry;
    private final CommandTimers commands;
    private final Counter lostHints;
    private final Counter refusedConnections;
    private final Counter correctedPositions;

    public MongoMeters(MeterRegistry registry) {
        this.registry = registry;
        this.commands =
                new CommandTimers(registry, "parley.mongo.commands", "MongoDB commands, from sending to the answer");
        this.lostHints = Counter.builder("parley.mongo.hints.lost")
                .description("Chats whose last message was not brought up to date at once")
                .register(registry);
        this.correctedPositions = Counter.builder("parley.unread.positions.corrected")
                .description("Read positions that did not agree with the messages")
                .register(registry);
        this.refusedConnections = Counter.builder("parley.mongo.connections.refused")
                .description("Operations that got no thread or connection to MongoDB")
                .register(registry);
    }

    /** From now on; once per registry. */
    public void watch(MongoStore store) {
        gauge("parley.mongo.connections", "Connections to MongoDB that are open", store, MongoPool::open);
        gauge(
                "parley.mongo.connections.in.use",
                "Of these, those with an operation in flight",
                store,
                MongoPool::inUse);
        gauge(
                "parley.mongo.operations.waiting",
                "Operations that wait for a thread or a connection",
                store,
                MongoPool::waiting);
    }

    private void gauge(String name, String meaning, MongoStore store, ToIntFunction<MongoPool> value) {
        Gauge.builder(name, store, watched -> value.applyAsInt(watched.pool()))
                .description(meaning)
                .register(registry);
    }

    @Override
    public void commandEnded(String command, boolean succeeded, Duration took) {
        commands.record(command, succeeded, took.toNanos());
    }

    @Override
    public void connectionRefused() {
        refusedConnections.increment();
    }

    @Override
    public void hintLost(Throwable failure) {
        lostHints.increment();
    }

    @Override
    public void unreadCorrected() {
        correctedPositions.increment();
    }
}
