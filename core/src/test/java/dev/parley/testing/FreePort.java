package dev.parley.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Ports of 127.0.0.1 that nothing listens on, each handed out once. Deliberate: not those that the system would choose, because
 * it chooses them for outgoing connections as well, and one of these may be faster than the program that the port is for.
 */
public final class FreePort {
    private static final int FIRST = 12_000;
    private static final int COUNT = 19_000;
    private static final int START = (int) (ProcessHandle.current().pid() * 97 % COUNT);
    private static final AtomicInteger NEXT = new AtomicInteger(START);

    private FreePort() {}

    public static int next() {
        return firstOf(1);
    }

    /** The first of this many, one after the other. */
    public static int firstOf(int count) {
        while (true) {
            var first = FIRST + NEXT.getAndAdd(count) % COUNT;
            if (IntStream.range(first, first + count).allMatch(FreePort::isFree)) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
