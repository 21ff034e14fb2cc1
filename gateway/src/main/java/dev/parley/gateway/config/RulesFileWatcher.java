package dev.parley.gateway.config;

import dev.parley.core.rules.RuleSettings;
import dev.parley.core.rules.RulesFile;
import dev.parley.core.rules.RulesFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force: those of the file, read again when it changes. A file that cannot be taken changes nothing and is logged
 * once. Deliberate: it looks every second instead of asking the file system to tell, which does not work for mounted
 * ConfigMaps and network file systems.
 */
public final class RulesFileWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(RulesFileWatcher.class);
    private static final long LOOK_EVERY_MS = 1000;

    private final Optional<Path> file;
    private final ScheduledExecutorService timer;
    private volatile RuleSettings current = RuleSettings.builtIn();
    private Consumer<RuleSettings> taker = taken -> {};
    private String seen = "";
    private boolean readable = true;
    private ScheduledFuture<?> looking;

    /** @param timer runs the reading, which is short */
    public RulesFileWatcher(Optional<Path> file, ScheduledExecutorService timer) {
        this.file = file;
        this.timer = timer;
    }

    public RuleSettings current() {
        return current;
    }

    /** Reads the file once before it returns. @param taker is given the rules each time they changed */
    public synchronized void start(Consumer<RuleSettings> taker) {
        this.taker = taker;
        file.ifPresent(path -> {
            look(path);
            looking =
                    timer.scheduleWithFixedDelay(() -> look(path), LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        });
    }

    public synchronized void stop() {
        if (looking != null) {
            looking.cancel(false);
        }
    }

    private void look(Path path) {
        try {
            String text = Files.readString(path);
            readable = true;
            if (!text.equals(seen)) {
                seen = text;
                current = RulesFile.parse(text);
                taker.accept(current);
                LOG.info("rules taken from {}", path);
            }
        } catch (RulesFileException wrong) {
            LOG.error("{} is not taken, the rules stay as they were: {}", path, wrong.getMessage());
        } catch (IOException unreadable) {
            if (readable) {
                LOG.warn("{} cannot be read, the rules stay as they were: {}", path, unreadable.toString());
            }
            readable = false;
        }
    }
}
