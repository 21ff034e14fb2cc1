package dev.parley.gateway.support;

import dev.parley.gateway.embedded.EmbeddedRedis;
import dev.parley.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Redis of the tests: the one named by {@code PARLEY_TEST_REDIS}, else a {@code redis-server} of the PATH on a free port, else
 * the embedded one.
 */
public final class TestRedis {
    private static final String ADDRESS_VARIABLE = "PARLEY_TEST_REDIS";
    private static String shared;

    private TestRedis() {}

    /** Started once for all tests of this JVM, and ended with it. */
    public static synchronized String address() {
        if (shared == null) {
            shared = Optional.ofNullable(System.getenv(ADDRESS_VARIABLE)).orElseGet(TestRedis::start);
        }
        return shared;
    }

    private static String start() {
        if (OwnRedis.isOnPath()) {
            OwnRedis redis = OwnRedis.start(FreePort.next());
            Runtime.getRuntime().addShutdownHook(new Thread(redis::kill));
            return redis.address();
        }
        try {
            EmbeddedRedis embedded = new EmbeddedRedis(Files.createTempDirectory("parley-test-redis"));
            embedded.start();
            Runtime.getRuntime().addShutdownHook(new Thread(embedded::stop));
            return embedded.address();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A redis-server of a test's own, to be killed and started again; ends with the JVM. Keeps nothing. */
    public static final class OwnRedis {
        /** Ends the server when its standard input, a pipe to the JVM, closes; is over when the server is, and its port free. */
        private static final String GUARD = "\"$0\" \"$@\" </dev/null & p=$!; cat >/dev/null; kill -9 $p; wait $p";

        private final int port;
        private final Process guard;

        private OwnRedis(int port, Process guard) {
            this.port = port;
            this.guard = guard;
        }

        public static boolean isOnPath() {
            return Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, "redis-server")));
        }

        /**
         * Returns when it answers.
         *
         * @param more options, as on the command line
         */
        public static OwnRedis start(int port, String... more) {
            List<String> command = new ArrayList<>(
                    List.of("sh", "-c", GUARD, "redis-server", "--bind", "127.0.0.1", "--port", "" + port));
            command.addAll(List.of("--save", ""));
            command.addAll(List.of(more));
            return start(port, command);
        }

        /** A Sentinel with its settings in {@code file}. */
        public static OwnRedis startSentinel(int port, Path file) {
            return start(port, List.of("sh", "-c", GUARD, "redis-server", file.toString(), "--sentinel"));
        }

        private static OwnRedis start(int port, List<String> command) {
            try {
                Process guard = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                OwnRedis redis = new OwnRedis(port, guard);
                Waiting.until("redis-server answers", redis::answers);
                return redis;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public String address() {
            return "redis://127.0.0.1:" + port;
        }

        public int port() {
            return port;
        }

        /** One command, such as {@code CLIENT KILL TYPE pubsub}; the first line of the answer. */
        public String ask(String command) {
            return askAll(command).lines().findFirst().orElse("");
        }

        /** The whole of a short answer; empty when there is none. */
        public String askAll(String command) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                socket.setSoTimeout(1_000);
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                byte[] answer = new byte[4096];
                int length = socket.getInputStream().read(answer);
                return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        }

        private boolean answers() {
            return ask("PING").equals("+PONG");
        }

        /** As {@code kill -9}; returns when it is gone. */
        public void kill() {
            try {
                guard.getOutputStream().close();
                guard.waitFor(10, TimeUnit.SECONDS);
            } catch (IOException e) {
                guard.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
