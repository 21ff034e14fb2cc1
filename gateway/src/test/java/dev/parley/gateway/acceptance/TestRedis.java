package dev.parley.gateway.acceptance;

import dev.parley.gateway.embedded.EmbeddedRedis;
import dev.parley.testing.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Redis that a stage talks to: the first of these that this machine has. */
abstract class TestRedis implements AutoCloseable {

    /** Starts it if it has to be started; what it writes goes into the folder. */
    static TestRedis start(Path folder) {
        var named = System.getenv("PARLEY_TEST_REDIS");
        if (named != null) {
            return new Named(named);
        }
        var binary = Programs.onPath("redis-server");
        if (binary.isPresent()) {
            return new Server(binary.get(), FreePort.next(), folder);
        }
        return RedisContainer.canRun() ? new RedisContainer() : new Embedded(folder);
    }

    /** A redis-server of this machine on a port that was promised to somebody. */
    static TestRedis serverOn(int port, Path folder) {
        return new Server(Programs.onPath("redis-server").orElseThrow(), port, folder);
    }

    /** For {@code --redis}. */
    abstract String address();

    /** Whether it is the stage's own, to be killed. */
    boolean canBeKilled() {
        return false;
    }

    void kill() {
        throw new UnsupportedOperationException("this Redis is not the stage's own");
    }

    void restart() {
        throw new UnsupportedOperationException("this Redis is not the stage's own");
    }

    @Override
    public void close() {}

    private static final class Named extends TestRedis {
        private final String address;

        Named(String address) {
            this.address = address;
        }

        @Override
        String address() {
            return address;
        }
    }

    private static final class Server extends TestRedis {
        private static final Duration START = Duration.ofSeconds(10);

        private final Path binary;
        private final Path folder;
        private final int port;
        private Child process;

        Server(Path binary, int port, Path folder) {
            this.binary = binary;
            this.port = port;
            this.folder = folder;
            restart();
        }

        @Override
        String address() {
            return "redis://127.0.0.1:" + port;
        }

        @Override
        boolean canBeKilled() {
            return true;
        }

        @Override
        void kill() {
            process.kill();
        }

        /** Empty again: a Redis without persistence is the harder case for whoever keeps state in it. */
        @Override
        void restart() {
            var command = List.of(binary.toString(), "--port", "" + port, "--bind", "127.0.0.1", "--save", "");
            process = Child.start(command, Map.of(), folder.resolve("redis.log"));
            Patience.until("Redis listens", START, () -> Listening.on(port));
        }

        @Override
        public void close() {
            process.kill();
        }
    }

    /** Out of the jar, as the quick start does it. */
    private static final class Embedded extends TestRedis {
        private final EmbeddedRedis redis;

        Embedded(Path folder) {
            redis = new EmbeddedRedis(folder);
            redis.start();
        }

        @Override
        String address() {
            return redis.address();
        }

        @Override
        public void close() {
            redis.stop();
        }
    }
}
