package dev.parley.core.mongo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the events of the driver. */
public final class RecordingMongoListener implements MongoListener {
    private final List<String> commands = new CopyOnWriteArrayList<>();

    /** The commands so far, such as {@code insert}. */
    List<String> commands() {
        return commands;
    }

    @Override
    public void commandEnded(String command, boolean succeeded, Duration took) {
        commands.add(command);
    }

    @Override
    public void connectionRefused() {
        commands.add("connection refused");
    }

    @Override
    public void hintLost(Throwable failure) {
        commands.add("hint lost");
    }

    @Override
    public void unreadCorrected() {
        commands.add("unread corrected");
    }
}
