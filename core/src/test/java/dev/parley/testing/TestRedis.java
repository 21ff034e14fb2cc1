package dev.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A redis-server for tests: the one that {@code PARLEY_TEST_REDIS} names, else one from the PATH, else the binary out of the
 * embedded-redis jar. What is started here ends with this JVM. Tests share it, so each class uses a key prefix of its own.
 */
public final class TestRedis implements AutoCloseable {
    private static final String GUARD =
            "\"$0\" \"$@\" </dev/null & p=$!; trap \"kill $p\" TERM INT; cat >/dev/null; kill $p; wait $p";
    private static final String BINARY = "redis-server-7.0.15-linux-amd64";

    private final int port;
    private Process process;

    private TestRedis(int port) {
        this.port = port;
        this.process = startOn(port);
    }

    /** The one that tests share, such as {@code redis://127.0.0.1:34567}. */
    public static String sharedAddress() {
        return Shared.ADDRESS;
    }

    /** One for a test that kills it. It keeps nothing over a restart. */
    public static TestRedis ownOne() {
        return new TestRedis(FreePort.next());
    }

    public String address() {
        return "redis://127.0.0.1:" + port;
    }

    /** By {@code kill -9}. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        close();
    }

    /** On the same port, empty. */
    public void restart() {
        process = startOn(port);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Shared {
        static final String ADDRESS =
                Optional.ofNullable(System.getenv("PARLEY_TEST_REDIS")).orElseGet(() -> ownOne().address());
    }

    private static Process startOn(int port) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, binary().toString()));
        command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port)));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--loglevel", "warning"));
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            awaitAnswer(port);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path binary() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(TestRedis::binaryFromJar);
    }

    private static Path binaryFromJar() {
        try (var in = TestRedis.class.getResourceAsStream("/" + BINARY)) {
            if (in == null) {
                throw new IllegalStateException("no redis-server on the PATH, and none in a jar");
            }
            var file = Files.createTempFile(BINARY, "");
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            file.toFile().setExecutable(true);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitAnswer(int port) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!answers(port)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("redis-server did not answer on port " + port);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(500);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }
}
