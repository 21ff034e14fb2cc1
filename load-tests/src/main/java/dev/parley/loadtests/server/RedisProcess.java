package dev.parley.loadtests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A redis-server that keeps its data over a restart, unless it is started again empty. */
public final class RedisProcess implements AutoCloseable {

    private final String name;
    private final Path logs;
    private final Path data;
    private final int port = Ports.free();
    private ServerProcess process;

    private RedisProcess(String name, Path logs) throws IOException {
        this.name = name;
        this.logs = logs;
        this.data = Files.createTempDirectory("parley-drill-redis");
    }

    static RedisProcess start(String name, Path logs) throws IOException, InterruptedException {
        RedisProcess redis = new RedisProcess(name, logs);
        redis.start();
        return redis;
    }

    int port() {
        return port;
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** SIGSTOP: connections stay open and nothing is answered. */
    public void suspend() throws IOException, InterruptedException {
        process.signal("STOP");
    }

    public void resume() throws IOException, InterruptedException {
        process.signal("CONT");
    }

    /** Starts it again with the data that it had. Returns when it accepts connections. */
    public void start() throws InterruptedException {
        process = ServerProcess.start(name, logs, StoreCommands.durableRedis(port, data))
                .awaitPort(port);
    }

    /** Starts it again without data. */
    public void startEmpty() throws IOException, InterruptedException {
        erase();
        Files.createDirectories(data);
        start();
    }

    private void erase() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(data)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        try {
            process.kill();
            erase();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
