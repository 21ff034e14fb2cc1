package dev.parley.gateway.config;

import dev.parley.core.rules.RuleSettings;
import dev.parley.core.rules.RulesFile;
import dev.parley.gateway.files.WatchedFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** The rules of a file, read again when the file changes; the built-in rules where there is none. */
public final class RulesFileWatcher {
    private final Optional<WatchedFile<RuleSettings>> file;
    private volatile RuleSettings current = RuleSettings.builtIn();

    /** @param timer reads the file */
    public RulesFileWatcher(Optional<Path> file, ScheduledExecutorService timer) {
        this.file = file.map(path -> new WatchedFile<>("rules", path, RulesFile::parse, timer));
    }

    public RuleSettings current() {
        return current;
    }

    /** Reads the file once before it returns. @param listener is called with the rules of each valid version */
    public void start(Consumer<RuleSettings> listener) {
        file.ifPresent(watched -> watched.start(rules -> {
            current = rules;
            listener.accept(rules);
        }));
    }

    public void stop() {
        file.ifPresent(WatchedFile::stop);
    }
}
