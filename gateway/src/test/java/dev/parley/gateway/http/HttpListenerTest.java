package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Requests that are too large, and clients that leave. */
class HttpListenerTest {
    private final HttpListener listener = new HttpListener(
            "test",
            "127.0.0.1",
            0,
            request -> CompletableFuture.completedFuture(Response.text(200, "text/plain", request.path())));
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() {
        log.start();
        root.addAppender(log);
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.stop();
        root.detachAppender(log);
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

        assertThat(List.copyOf(log.list))
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    /** A request after the others is answered, so the loop has seen their ends. */
    private void awaitQuiet() throws Exception {
        for (int i = 0; i < 3; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        }
    }

    private String answer(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.setSoTimeout((int) Duration.ofSeconds(15).toMillis());
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
