package dev.parley.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP relay on 127.0.0.1 in front of a store, which can delay, hang, cut and half-close its connections. Thread-safe. A program as
 * well, for those who need it as a process: see {@link #main}.
 */
public final class TcpRelay implements AutoCloseable {
    private final int port;
    private final InetSocketAddress target;
    private final Set<RelayedConnection> connections = ConcurrentHashMap.newKeySet();
    private final RelayedConnection.Gate requests = new RelayedConnection.Gate();
    private final RelayedConnection.Gate replies = new RelayedConnection.Gate();
    private ServerSocket listener;
    private Thread acceptor;

    /** Relays from {@code port} to {@code targetPort}. */
    public TcpRelay(int port, int targetPort) {
        this.port = port;
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
        listen();
    }

    /** Relays from a free port. */
    public static TcpRelay to(int targetPort) {
        return new TcpRelay(FreePort.next(), targetPort);
    }

    public int port() {
        return port;
    }

    /** Ends every connection and refuses new ones, until {@link #restore}. */
    public synchronized void cut() {
        stopListening();
        connections.forEach(RelayedConnection::close);
        // Nothing must stay held for the connections that come after.
        open();
    }

    /** Accepts connections and bytes, and passes nothing on in either direction. What is held flows after {@link #restore}. */
    public void hang() {
        requests.hold();
        replies.hold();
    }

    /** Forwards requests and holds back the replies: the store executes commands, and its clients get no reply. */
    public void hangReplies() {
        replies.hold();
    }

    /** Holds back requests: the store gets none, and what it sends by itself still arrives. */
    public void hangRequests() {
        requests.hold();
    }

    /** Each read of bytes waits this long before it is passed on, in both directions. */
    public void delay(Duration each) {
        requests.delay(each);
        replies.delay(each);
    }

    /** Ends the replies of every connection and keeps the connection open for requests, as a store that is shutting down may do. */
    public void halfClose() {
        connections.forEach(RelayedConnection::endReplies);
    }

    /** Passes everything on again, at once, and accepts connections. */
    public synchronized void restore() {
        open();
        if (listener.isClosed()) {
            listen();
        }
    }

    public int connections() {
        return connections.size();
    }

    @Override
    public void close() {
        cut();
    }

    private void open() {
        requests.open();
        replies.open();
    }

    /** Tries again for a while: a process that another thread starts inherits a closed listener for a moment. */
    private void listen() {
        Waiting.until("port " + port + " is free", this::isBound);
        ServerSocket accepting = listener;
        acceptor = RelayedConnection.inBackground(() -> accept(accepting));
    }

    private boolean isBound() {
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            return true;
        } catch (BindException taken) {
            closeListener();
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    private void accept(ServerSocket accepting) {
        while (!accepting.isClosed()) {
            try {
                var connection = new RelayedConnection(accepting.accept(), target, requests, replies);
                connections.add(connection);
                connection.start(() -> connections.remove(connection));
                if (accepting.isClosed()) {
                    connection.close();
                }
            } catch (IOException e) {
                // The listener was closed, which ends the loop, or a client has left before it was accepted.
            }
        }
    }

    /** The system takes connections until the thread that waits for them has left. */
    private void stopListening() {
        closeListener();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeListener() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Relays each {@code PORT=TARGET_PORT}, and reads commands from standard input, one a line, until it ends: {@code cut N},
     * {@code hang N}, {@code hang-replies N}, {@code delay N MILLISECONDS}, {@code half-close N}, {@code restore N}, where N counts the
     * relays from 0. Each is answered with {@code ok}.
     */
    public static void main(String[] arguments) throws IOException {
        List<TcpRelay> relays = new ArrayList<>();
        for (String argument : arguments) {
            String[] ports = argument.split("=");
            relays.add(new TcpRelay(Integer.parseInt(ports[0]), Integer.parseInt(ports[1])));
        }
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            relays.get(Integer.parseInt(words[1])).obey(words);
            System.out.println("ok");
        }
        System.exit(0);
    }

    private void obey(String... words) {
        switch (words[0]) {
            case "cut" -> cut();
            case "hang" -> hang();
            case "hang-replies" -> hangReplies();
            case "delay" -> delay(Duration.ofMillis(Long.parseLong(words[2])));
            case "half-close" -> halfClose();
            case "restore" -> restore();
            default -> throw new IllegalArgumentException("unknown command: " + words[0]);
        }
    }
}
