package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.testing.CapturedLog;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are too large, and clients that leave. */
class HttpListenerTest {
    @RegisterExtension
    final CapturedLog log = CapturedLog.ofAll();

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final HttpListener listener = new HttpListener("test", "127.0.0.1", 0, HttpListenerTest::echo);

    @BeforeEach
    void start() {
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.stop();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void fifteenKilobytesOfHeadersAreTaken() throws IOException {
        assertThat(answer(
                        "GET / HTTP/1.1\r\nHost: a\r\nCookie: " + "x".repeat(15_000) + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void twentyKilobytesOfHeadersAreTooLarge() throws IOException {
        assertThat(answer("GET / HTTP/1.1\r\nHost: a\r\nCookie: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void aRequestLineOfTwentyKilobytesIsTooLong() throws IOException {
        assertThat(answer("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
    }

    /** Whether the connection ends by FIN or by RST. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void aClientThatLeavesWithinItsBodyLeavesNoWarning(int linger) throws Exception {
        for (int i = 0; i < 5; i++) {
            try (Socket socket = new Socket("127.0.0.1", listener.port())) {
                socket.setSoLinger(linger == 0, 0);
                send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{\"half");
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        awaitQuiet();

        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void theAddressOfAClientIsTheOneThatATrustedProxyNames() throws IOException {
        String forwarded = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\nConnection: close\r\n\r\n";
        assertThat(answer(forwarded)).endsWith("127.0.0.1");

        HttpListener behindAProxy = new HttpListener(
                "test",
                "127.0.0.1",
                0,
                HttpListenerTest::echo,
                TrustedProxies.of(List.of("127.0.0.0/8")),
                Optional.of(loops),
                new HttpConnections(HttpLimits.forHeap(64 << 20), refusal -> {}));
        behindAProxy.start();
        try {
            assertThat(answer(behindAProxy.port(), forwarded)).endsWith("192.0.2.7");
        } finally {
            behindAProxy.stop();
        }
    }

    /** A request after the others is answered, so the loop has seen their ends. */
    private void awaitQuiet() throws Exception {
        for (int i = 0; i < 3; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        }
    }

    private static CompletionStage<Response<byte[]>> echo(HttpRequest request) {
        return CompletableFuture.completedFuture(Response.text(200, "text/plain", request.remoteAddress()));
    }

    private String answer(String request) throws IOException {
        return answer(listener.port(), request);
    }

    private static String answer(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) Duration.ofSeconds(15).toMillis());
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
