package dev.parley.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A relay in front of a store that echoes bytes and counts them. */
class TcpRelayTest {
    private static final int SHORT_MS = 300;

    private final AtomicInteger stored = new AtomicInteger();
    private ServerSocket store;
    private TcpRelay relay;

    @BeforeEach
    void start() throws IOException {
        store = new ServerSocket(FreePort.next(), 50, InetAddress.getLoopbackAddress());
        RelayedConnection.inBackground(this::serve);
        relay = TcpRelay.to(store.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        store.close();
    }

    private void serve() {
        while (!store.isClosed()) {
            try {
                Socket client = store.accept();
                RelayedConnection.inBackground(() -> echo(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void echo(Socket client) {
        try (client) {
            for (int b = client.getInputStream().read();
                    b >= 0;
                    b = client.getInputStream().read()) {
                stored.incrementAndGet();
                client.getOutputStream().write(b);
            }
        } catch (IOException gone) {
            // The client was cut off.
        }
    }

    @Test
    void passesBytesBothWays() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 7)).isEqualTo(7);
        }
        Waiting.until("the connection has ended", () -> relay.connections() == 0);
    }

    /** As a process does that inherits the listener while it is started. */
    @Test
    void isRestoredThoughItsPortIsTakenForAMoment() throws IOException {
        relay.cut();
        ServerSocket other = new ServerSocket(relay.port(), 1, InetAddress.getLoopbackAddress());
        Thread restoring = RelayedConnection.inBackground(relay::restore);
        Waiting.until("it waits", () -> restoring.getState() == Thread.State.TIMED_WAITING);
        other.close();
        Waiting.until("it is restored", () -> restoring.getState() == Thread.State.TERMINATED);
        try (Socket client = connect()) {
            assertThat(ask(client, 7)).isEqualTo(7);
        }
    }

    @Test
    void aCutEndsConnectionsAndRefusesNewOnesUntilItIsRestored() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(1);
            relay.cut();
            assertThat(hasEnded(client)).isTrue();
        }
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        relay.restore();
        try (Socket client = connect()) {
            assertThat(ask(client, 2)).isEqualTo(2);
        }
    }

    @Test
    void aHangHoldsBytesUntilItIsRestored() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(1);
            relay.hang();
            client.getOutputStream().write(2);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(stored).hasValue(1);
            relay.restore();
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void hungRepliesLetTheStoreWork() throws IOException {
        try (Socket client = connect()) {
            relay.hangReplies();
            client.getOutputStream().write(3);
            Waiting.until("the store has the request", () -> stored.get() == 1);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            relay.restore();
            assertThat(client.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void aDelayIsPaidEachWay() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(1);
            relay.delay(Duration.ofMillis(100));
            client.setSoTimeout(20_000);
            long start = System.nanoTime();
            assertThat(ask(client, 2)).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
        }
    }

    @Test
    void aHalfCloseEndsRepliesAndTakesRequests() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(1);
            relay.halfClose();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            client.getOutputStream().write(2);
            Waiting.until("the store has both requests, not only " + stored, () -> stored.get() == 2);
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), relay.port());
        client.setSoTimeout(SHORT_MS);
        return client;
    }

    private static int ask(Socket client, int question) throws IOException {
        client.setSoTimeout(20_000);
        client.getOutputStream().write(question);
        int answer = client.getInputStream().read();
        client.setSoTimeout(SHORT_MS);
        return answer;
    }

    private static boolean hasEnded(Socket client) throws IOException {
        client.setSoTimeout(20_000);
        try {
            return client.getInputStream().read() == -1;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }
}
