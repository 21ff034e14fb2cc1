package dev.parley.gateway.files;

import dev.parley.core.yaml.YamlFileException;
import dev.parley.gateway.timers.PeriodicTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A YAML file, read again when it changes. An invalid version changes nothing and is logged once. Deliberate: polls every second
 * instead of watching the file system, which does not work for mounted ConfigMaps and network file systems.
 */
public final class WatchedFile<T> {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
    private static final int MAX_BYTES = 100_000;
    private static final Duration POLL_EVERY = Duration.ofSeconds(1);

    private final String what;
    private final Path path;
    private final Function<String, T> parser;
    private final ScheduledExecutorService timer;
    private Consumer<T> listener = version -> {};
    private String seen = "";
    private boolean readable = true;
    private PeriodicTask polling;

    /**
     * @param what it holds, for the log, in the plural
     * @param parser throws {@link YamlFileException}
     * @param timer reads the file
     */
    public WatchedFile(String what, Path path, Function<String, T> parser, ScheduledExecutorService timer) {
        this.what = what;
        this.path = path;
        this.parser = parser;
        this.timer = timer;
    }

    /** Reads the file once before it returns. @param listener is called with each valid version */
    public synchronized void start(Consumer<T> listener) {
        this.listener = listener;
        poll();
        polling = PeriodicTask.start("reading " + path, timer, POLL_EVERY, this::poll);
    }

    /** May be called twice. */
    public synchronized void stop() {
        if (polling != null) {
            polling.cancel();
        }
    }

    private String read() throws IOException {
        long size = Files.size(path);
        if (size > MAX_BYTES) {
            throw new IOException("the file has " + size + " bytes, more than " + MAX_BYTES);
        }
        return Files.readString(path);
    }

    private void poll() {
        try {
            String text = read();
            readable = true;
            if (!text.equals(seen)) {
                seen = text;
                listener.accept(parser.apply(text));
                LOG.info("{} loaded from {}", what, path);
            }
        } catch (YamlFileException wrong) {
            LOG.error("{} is invalid, the {} stay as they were: {}", path, what, wrong.getMessage());
        } catch (IOException unreadable) {
            if (readable) {
                LOG.warn("{} cannot be read, the {} stay as they were: {}", path, what, unreadable.toString());
            }
            readable = false;
        }
    }
}
