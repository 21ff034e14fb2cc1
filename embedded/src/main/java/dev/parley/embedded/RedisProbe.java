package dev.parley.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Checks whether a Redis answers on a local port. Blocks, so it is for start-up only. */
final class RedisProbe {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int TIMEOUT_MS = 500;
    private static final int MAX_ANSWER = 8192;

    private RedisProbe() {}

    /** Whether it answers within a time. A Redis that still loads its data does not. */
    static boolean awaitAnswer(int port, Duration within) {
        return await(() -> asks(port, "PING").startsWith("+PONG"), within);
    }

    /**
     * Waits until the server of an earlier run has ended, because two must not write one file. The port file has its port.
     */
    static void awaitEndOf(Path portFile, Duration within) throws IOException {
        if (!Files.exists(portFile)) {
            return;
        }
        int port = Integer.parseInt(Files.readString(portFile).strip());
        if (!await(() -> !asks(port, "CONFIG GET dir").contains(portFile.getParent() + "\r\n"), within)) {
            throw new EmbeddedStoreException(
                    "another Redis still runs on port " + port + " for " + portFile.getParent());
        }
    }

    private static boolean await(BooleanSupplier condition, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }

    /** The answer to a command; empty when there is none. */
    private static String asks(int port, String command) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            var answer = new byte[MAX_ANSWER];
            int length = Math.max(0, socket.getInputStream().read(answer));
            return new String(answer, 0, length, StandardCharsets.UTF_8);
        } catch (IOException noRedis) {
            return "";
        }
    }
}
