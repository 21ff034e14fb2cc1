package dev.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A redis-server for one test, which can be killed and restarted. It has no persistence, which is the harder case for code with state in
 * Redis. It stops when this JVM ends, in any way.
 */
public final class RedisServer implements AutoCloseable {
    /** Ends the server when its standard input, a pipe to the JVM, closes; is over when the server is, and its port free. */
    private static final String GUARD = "\"$0\" \"$@\" </dev/null & p=$!; cat >/dev/null; kill -9 $p; wait $p";

    private final int port;
    private final List<String> command;
    private Process guard;

    private RedisServer(int port, List<String> options) {
        this.port = port;
        this.command =
                new ArrayList<>(List.of("sh", "-c", GUARD, RedisBinaries.find().toString()));
        command.addAll(options);
    }

    /** Returns when it answers, as do the others. */
    public static RedisServer start() {
        return startOn(FreePort.next());
    }

    /** @param more options, as on the command line */
    public static RedisServer startOn(int port, String... more) {
        List<String> options = new ArrayList<>(List.of("--bind", "127.0.0.1", "--port", "" + port, "--save", ""));
        options.addAll(List.of(more));
        return started(new RedisServer(port, options));
    }

    /** A Sentinel with its settings in {@code file}. */
    public static RedisServer startSentinel(int port, Path file) {
        return started(new RedisServer(port, List.of(file.toString(), "--sentinel")));
    }

    private static RedisServer started(RedisServer server) {
        server.restart();
        return server;
    }

    /** On the same port, empty. */
    public void restart() {
        try {
            guard = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Waiting.until("redis-server answers on port " + port, () -> ask("PING").equals("+PONG"));
    }

    public int port() {
        return port;
    }

    public String address() {
        return "redis://127.0.0.1:" + port;
    }

    /** One command, such as {@code CLIENT KILL TYPE pubsub}; the first line of the answer. */
    public String ask(String question) {
        return askAll(question).lines().findFirst().orElse("");
    }

    /** The whole of a short answer; empty when there is none. */
    public String askAll(String question) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write((question + "\r\n").getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[4096];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** As {@code kill -9}; returns when it is gone. May be called twice. */
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

    @Override
    public void close() {
        kill();
    }
}
