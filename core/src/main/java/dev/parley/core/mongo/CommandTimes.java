package dev.parley.core.mongo;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandSucceededEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Reports the duration of each command of the driver to the listener. */
final class CommandTimes implements CommandListener {
    private final MongoListener listener;

    CommandTimes(MongoListener listener) {
        this.listener = listener;
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        listener.commandEnded(event.getCommandName(), true, took(event.getElapsedTime(TimeUnit.NANOSECONDS)));
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        listener.commandEnded(event.getCommandName(), false, took(event.getElapsedTime(TimeUnit.NANOSECONDS)));
    }

    private static Duration took(long nanos) {
        return Duration.ofNanos(nanos);
    }
}
