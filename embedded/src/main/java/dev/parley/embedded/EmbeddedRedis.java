package dev.parley.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A redis-server process on 127.0.0.1 with its data under the data directory. Acknowledged writes survive a {@code kill -9} of any
 * process; a power failure may lose the last second. The process ends with this JVM, however that ends.
 */
public final class EmbeddedRedis {
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Path directory;
    private DirectoryLock lock;
    private GuardedProcess process;
    private int port;

    public EmbeddedRedis(Path dataDirectory) {
        this.directory = dataDirectory.toAbsolutePath().resolve("redis");
    }

    /** Returns when Redis answers. Throws {@link EmbeddedStoreException} with one line for the user. */
    public synchronized void start() {
        lock = DirectoryLock.of(directory);
        try {
            RedisProbe.awaitEndOf(portFile(), START);
            port = freePort();
            Files.writeString(portFile(), Integer.toString(port));
            process = GuardedProcess.start(command(RedisBinary.extractTo(directory)), log());
            awaitAnswer();
        } catch (IOException e) {
            stop();
            throw new EmbeddedStoreException("cannot start the embedded Redis in " + directory + ": " + e, e);
        } catch (EmbeddedStoreException e) {
            stop();
            throw e;
        }
    }

    /** A URL for clients, such as {@code redis://127.0.0.1:34567}. */
    public synchronized String address() {
        return "redis://127.0.0.1:" + port;
    }

    /** Returns when Redis has ended. */
    public synchronized void stop() {
        if (process != null) {
            process.stop(STOP);
            process = null;
        }
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    private void awaitAnswer() {
        if (!RedisProbe.awaitAnswer(port, START)) {
            throw new EmbeddedStoreException("the embedded Redis does not answer; see " + log());
        }
    }

    private Path log() {
        return directory.resolve("redis.log");
    }

    private Path portFile() {
        return directory.resolve("port");
    }

    private List<String> command(Path binary) {
        return List.of(
                binary.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                directory.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--save",
                "",
                "--loglevel",
                "warning");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
