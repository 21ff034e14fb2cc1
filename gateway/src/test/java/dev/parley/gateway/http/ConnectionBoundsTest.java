package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.http.HttpConnections.Refusal;
import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that would make an HTTP port hold connections and bytes without end. */
class ConnectionBoundsTest {
    private static final int LONG = 20_000;
    private static final int BIG = 4_000_000;

    private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    private final List<Socket> clients = new ArrayList<>();
    private final CompletableFuture<Response<byte[]>> late = new CompletableFuture<>();
    private HttpListener listener;

    @AfterEach
    void stop() throws IOException {
        late.complete(Response.empty(204));
        for (Socket client : clients) {
            client.close();
        }
        listener.stop();
    }

    @Test
    void aClientThatNeverSendsARequestIsDisconnected() throws IOException {
        start(limits(100, LONG, LONG, 100, 10_000_000));
        Socket silent = connect();

        assertThat(readAll(silent)).isEmpty();
        assertThat(refusals).containsExactly(Refusal.TOO_SLOW);
    }

    @Test
    void aClientThatSendsItsHeadersByteByByteIsDisconnected() throws IOException {
        start(limits(300, LONG, LONG, 100, 10_000_000));
        Socket slow = connect();
        send(slow, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");

        Waiting.until("the client is disconnected", Duration.ofSeconds(30), () -> isClosedFor(slow));
        assertThat(refusals).containsExactly(Refusal.TOO_SLOW);
    }

    @Test
    void aBodyThatDoesNotArriveInTimeIsAnswered408() throws IOException {
        start(limits(LONG, 200, LONG, 100, 10_000_000));
        Socket slow = connect();
        send(slow, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");

        assertThat(readAll(slow)).startsWith("HTTP/1.1 408").contains("\"code\":\"invalid_payload\"");
    }

    @Test
    void aClientThatDoesNotReadItsResponseIsDisconnected() throws IOException {
        start(limits(500, LONG, 500, 100, 100_000_000));
        for (int i = 0; i < 4; i++) {
            send(connect(), "GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        Waiting.until("all are disconnected", Duration.ofSeconds(30), () -> refusals.size() == 4);
        assertThat(refusals).containsOnly(Refusal.TOO_SLOW);
    }

    @Test
    void connectionsOverTheBoundAreClosedAndTheNextOneIsServedOnceThereIsRoom() throws IOException {
        start(limits(LONG, LONG, LONG, 2, 10_000_000));
        assertThat(get()).startsWith("HTTP/1.1 200");
        assertThat(get()).startsWith("HTTP/1.1 200");
        assertThat(get()).isEmpty();
        assertThat(refusals).containsExactly(Refusal.TOO_MANY);

        clients.get(0).close();
        Waiting.until("there is room", Duration.ofSeconds(30), () -> get().startsWith("HTTP/1.1 200"));
    }

    @Test
    void incompleteBodiesShareABudgetAndTheLargestGivesWay() throws IOException {
        start(limits(LONG, LONG, LONG, 100, 2_000_000));
        Socket small = connect();
        send(small, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{");
        for (int i = 0; i < 4; i++) {
            sendUntilClosed(
                    connect(), "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n" + "x".repeat(899_999));
        }
        Waiting.until("two were closed", Duration.ofSeconds(30), () -> refusals.size() == 2);

        assertThat(refusals).containsOnly(Refusal.TOO_MUCH_MEMORY);
        send(small, "}");
        assertThat(readUntil(small, "\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void responsesThatAreNotReadShareTheBudget() throws IOException {
        start(limits(LONG, LONG, LONG, 100, 3L * BIG / 2));
        for (int i = 0; i < 8; i++) {
            send(connect(), "GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        Waiting.until("those over the budget are closed", Duration.ofSeconds(30), () -> refusals.size() >= 4);
        assertThat(refusals).containsOnly(Refusal.TOO_MUCH_MEMORY);
    }

    @Test
    void aFloodOfPipelinedRequestsIsCutOff() throws IOException {
        start(limits(LONG, LONG, LONG, 100, 10_000_000));
        Socket flood = connect();
        send(flood, "GET /late HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100));

        assertThat(readAll(flood)).isEmpty();
        assertThat(refusals).contains(Refusal.PIPELINING);
    }

    @Test
    void aFewPipelinedRequestsAreAnsweredInOrder() throws IOException {
        start(limits(LONG, LONG, LONG, 100, 10_000_000));
        Socket client = connect();
        send(client, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /" + "x".repeat(20_000));

        assertThat(readAll(client).replaceAll("(?s)\\r\\n.*?(/1|/2|HTTP/1.1 414|$)", " $1"))
                .containsSubsequence("200", "/1", "200", "/2", "414");
        assertThat(refusals).isEmpty();
    }

    private void start(HttpLimits limits) {
        listener = new HttpListener(
                "test",
                "127.0.0.1",
                0,
                this::handle,
                TrustedProxies.none(),
                Optional.empty(),
                new HttpConnections(limits, refusals::add));
        listener.start();
    }

    private static HttpLimits limits(int firstRequest, int body, int idle, int connections, long bytes) {
        return new HttpLimits(
                Duration.ofMillis(firstRequest), Duration.ofMillis(body), Duration.ofMillis(idle), connections, bytes);
    }

    private CompletionStage<Response<byte[]>> handle(HttpRequest request) {
        return switch (request.path()) {
            case "/late" -> late;
            case "/big" -> CompletableFuture.completedFuture(Response.bytes(200, "text/plain", new byte[BIG]));
            default -> CompletableFuture.completedFuture(Response.text(200, "text/plain", request.path()));
        };
    }

    private Socket connect() throws IOException {
        Socket client = new Socket("127.0.0.1", listener.port());
        client.setSoTimeout(LONG);
        clients.add(client);
        return client;
    }

    /** The response to a request on a new connection. */
    private String get() {
        try {
            Socket client = connect();
            send(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            return readUntil(client, "\r\n\r\n");
        } catch (IOException refused) {
            return "";
        }
    }

    private static boolean isClosedFor(Socket client) {
        try {
            send(client, "x");
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    /** The server closes a connection at the headers of a body for which it has no room. */
    private static void sendUntilClosed(Socket client, String text) {
        try {
            send(client, text);
        } catch (IOException closed) {
            // the test counts it as a refusal
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(Socket client, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /** What comes until the server closes the connection; what was read before a reset counts. */
    private static String readAll(Socket client) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (int next = client.getInputStream().read();
                    next >= 0;
                    next = client.getInputStream().read()) {
                text.append((char) next);
            }
        } catch (java.net.SocketException reset) {
            return text.toString();
        }
        return text.toString();
    }
}
