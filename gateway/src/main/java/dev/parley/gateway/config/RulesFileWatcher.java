package dev.parley.gateway.config;

import dev.parley.core.rules.RuleSettings;
import dev.parley.core.rules.RulesFile;
import dev.parley.core.rules.RulesFileException;
import dev.parley.gateway.timers.PeriodicTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of a file, read again when the file changes. An invalid file changes nothing and is logged once. Deliberate: polls
 * every second instead of watching the file system, which does not work for mounted ConfigMaps and network file systems.
 */
public final class RulesFileWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(RulesFileWatcher.class);
    private static final int MAX_BYTES = 100_000;
    private static final Duration POLL_EVERY = Duration.ofSeconds(1);

    private final Optional<Path> file;
    private final ScheduledExecutorService timer;
    private volatile RuleSettings current = RuleSettings.builtIn();
    private Consumer<RuleSettings> listener = settings -> {};
    private String seen = "";
    private boolean readable = true;
    private PeriodicTask polling;

    /** @param timer reads the file */
    public RulesFileWatcher(Optional<Path> file, ScheduledExecutorService timer) {
        this.file = file;
        this.timer = timer;
    }

    public RuleSettings current() {
        return current;
    }

    /** Reads the file once before it returns. @param listener is called with the rules of each valid version */
    public synchronized void start(Consumer<RuleSettings> listener) {
        this.listener = listener;
        file.ifPresent(path -> {
            poll(path);
            polling = PeriodicTask.start("reading the rules file", timer, POLL_EVERY, () -> poll(path));
        });
    }

    public synchronized void stop() {
        if (polling != null) {
            polling.cancel();
        }
    }

    private static String read(Path path) throws IOException {
        long size = Files.size(path);
        if (size > MAX_BYTES) {
            throw new IOException("the file has " + size + " bytes, more than " + MAX_BYTES);
        }
        return Files.readString(path);
    }

    private void poll(Path path) {
        try {
            String text = read(path);
            readable = true;
            if (!text.equals(seen)) {
                seen = text;
                current = RulesFile.parse(text);
                listener.accept(current);
                LOG.info("rules loaded from {}", path);
            }
        } catch (RulesFileException wrong) {
            LOG.error("{} is invalid, the rules stay as they were: {}", path, wrong.getMessage());
        } catch (IOException unreadable) {
            if (readable) {
                LOG.warn("{} cannot be read, the rules stay as they were: {}", path, unreadable.toString());
            }
            readable = false;
        }
    }
}
