package dev.parley.gateway.acceptance;

import dev.parley.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A cable between the gateways and a store that a test can pull and plug in again. */
final class Relay implements AutoCloseable {
    private final InetSocketAddress store;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool(Relay::daemon);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;

    Relay(int storePort) {
        this.store = new InetSocketAddress(InetAddress.getLoopbackAddress(), storePort);
        this.port = FreePort.next();
        restore();
    }

    int port() {
        return port;
    }

    /** Ends every connection and refuses new ones. */
    synchronized void cut() {
        closeQuietly(listener);
        open.forEach(Relay::closeQuietly);
    }

    synchronized void restore() {
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            var accepting = listener;
            threads.execute(() -> accept(accepting));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        threads.shutdownNow();
    }

    private void accept(ServerSocket accepting) {
        try {
            while (!accepting.isClosed()) {
                connect(accepting.accept());
            }
        } catch (IOException e) {
            // The cable was pulled.
        }
    }

    private void connect(Socket gateway) {
        try {
            var server = new Socket();
            open.add(gateway);
            open.add(server);
            server.connect(store);
            threads.execute(() -> copy(gateway, server));
            threads.execute(() -> copy(server, gateway));
        } catch (IOException e) {
            closeQuietly(gateway);
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side has gone; so goes the other.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // Nothing is left to close.
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "relay");
        thread.setDaemon(true);
        return thread;
    }
}
