package dev.parley.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection of a {@link TcpRelay}: a thread in each direction. The end of one direction is passed on and leaves the other open. */
final class RelayedConnection {
    private static final int CHUNK = 16 * 1024;

    private final Socket client;
    private final Socket store = new Socket();
    private final InetSocketAddress target;
    private final Gate requests;
    private final Gate replies;
    private final AtomicInteger openDirections = new AtomicInteger(2);
    private Runnable onEnd = () -> {};

    RelayedConnection(Socket client, InetSocketAddress target, Gate requests, Gate replies) {
        this.client = client;
        this.target = target;
        this.requests = requests;
        this.replies = replies;
    }

    /** @param onEnd called once, when both directions have ended */
    void start(Runnable onEnd) {
        this.onEnd = onEnd;
        inBackground(this::connect);
    }

    static Thread inBackground(Runnable work) {
        Thread thread = new Thread(work, "tcp-relay");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void connect() {
        try {
            client.setTcpNoDelay(true);
            store.setTcpNoDelay(true);
            store.connect(target);
        } catch (IOException unreachable) {
            close();
        }
        inBackground(() -> copy(store, client, replies));
        copy(client, store, requests);
    }

    private void copy(Socket from, Socket to, Gate gate) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                gate.pass();
                if (!to.isOutputShutdown()) {
                    out.write(chunk, 0, count);
                }
            }
            gate.pass();
            if (!to.isOutputShutdown()) {
                to.shutdownOutput();
            }
        } catch (IOException ended) {
            close();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            close();
        }
        if (openDirections.decrementAndGet() == 0) {
            close();
            onEnd.run();
        }
    }

    /** Later replies of the store are read and dropped. */
    void endReplies() {
        try {
            client.shutdownOutput();
        } catch (IOException ended) {
            close();
        }
    }

    void close() {
        closeQuietly(client);
        closeQuietly(store);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed, which is all that was asked for.
        }
    }

    /** What bytes of one direction, of all connections, have to pass. */
    static final class Gate {
        private boolean isHeld;
        private long delayMs;

        synchronized void hold() {
            isHeld = true;
        }

        synchronized void delay(Duration each) {
            delayMs = each.toMillis();
        }

        synchronized void open() {
            isHeld = false;
            delayMs = 0;
            notifyAll();
        }

        /** Returns after the delay, and not while the gate is held. */
        synchronized void pass() throws InterruptedException {
            long until = System.nanoTime() + delayMs * 1_000_000;
            while (isHeld || delayMs > 0 && System.nanoTime() < until) {
                if (isHeld) {
                    wait();
                } else {
                    wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
                }
            }
        }
    }
}
