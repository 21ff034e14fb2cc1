package dev.parley.loadtests.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports of 127.0.0.1, each returned once. Deliberate: not the ports that the system would choose, because it chooses those for
 * outgoing connections as well, and a benchmark opens thousands before the last server listens. Processes that run at the same
 * time start at different ports of the range.
 */
public final class Ports {

    /** Below the range that Linux uses for outgoing connections, which starts at 32768. */
    static final int FIRST = 12_000;

    static final int COUNT = 19_000;
    private static final int CONNECT_TIMEOUT_MS = 200;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % COUNT));

    private Ports() {}

    public static int free() {
        while (true) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException notListening) {
            return false;
        }
    }
}
