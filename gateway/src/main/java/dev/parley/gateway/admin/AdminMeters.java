package dev.parley.gateway.admin;

import dev.parley.gateway.metrics.EnumCounters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the admin namespace counts. Every counter exists from the start. Any thread. */
final class AdminMeters {
    /** What became of a login. */
    enum Login {
        ACCEPTED,
        REFUSED,
        /** Too many attempts. */
        LIMITED,
        /** Redis was unavailable, or too many passwords waited. */
        FAILED
    }

    /** What became of a command. */
    enum Command {
        DONE,
        REFUSED,
        FAILED
    }

    private final EnumCounters<Login> logins;
    private final EnumCounters<Command> commands;
    private final Counter dropped;
    private final Counter failures;

    AdminMeters(MeterRegistry registry) {
        logins = new EnumCounters<>(registry, Login.class, "parley.admin.logins", "Logins to the Admin UI", "outcome");
        commands =
                new EnumCounters<>(registry, Command.class, "parley.admin.commands", "Commands of admins", "outcome");
        dropped = Counter.builder("parley.admin.events.dropped")
                .description("Events that the Admin UI was not told of, because there were too many")
                .register(registry);
        failures = Counter.builder("parley.admin.failures")
                .description("Messages of the admin namespace that Redis did not take")
                .register(registry);
    }

    void login(Login outcome) {
        logins.increment(outcome);
    }

    void command(Command outcome) {
        commands.increment(outcome);
    }

    void dropped() {
        dropped.increment();
    }

    void failed() {
        failures.increment();
    }
}
