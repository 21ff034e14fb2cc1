package dev.parley.gateway.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/**
 * Sockets that are closed when a time has passed, whatever their reader does then. The timeouts of a mail library are for each read, so
 * a server that sends one byte after the other never meets them. Thread-safe.
 */
final class DeadlineSockets extends SocketFactory {
    private final Duration within;
    private final Runnable onTimeout;

    /** @param onTimeout is called when a socket was closed because its time has passed; must not block */
    DeadlineSockets(Duration within, Runnable onTimeout) {
        this.within = within;
        this.onTimeout = onTimeout;
    }

    @Override
    public Socket createSocket() {
        return new DeadlineSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw onlyUnconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw onlyUnconnected();
    }

    private static UnsupportedOperationException onlyUnconnected() {
        return new UnsupportedOperationException("a socket is created first and connected later");
    }

    private final class DeadlineSocket extends Socket {
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        DeadlineSocket() {
            closed.orTimeout(within.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> end());
        }

        @Override
        public void close() throws IOException {
            closed.complete(null);
            super.close();
        }

        private Void end() {
            onTimeout.run();
            try {
                super.close();
            } catch (IOException alreadyBroken) {
                // its reader notices
            }
            return null;
        }
    }
}
