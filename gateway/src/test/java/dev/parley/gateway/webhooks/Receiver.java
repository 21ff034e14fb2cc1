package dev.parley.gateway.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An endpoint that answers as a test tells it and remembers what it has accepted. */
public final class Receiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> accepted = Collections.synchronizedList(new ArrayList<>());
    private final List<Received> all = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Function<Received, Reply> behaviour = received -> Reply.OK;

    /** One request. */
    public record Received(Headers headers, byte[] raw, JsonNode body) {

        public String type() {
            return body.path("type").asText();
        }

        public JsonNode data() {
            return body.path("data");
        }

        public String id() {
            return headers.getFirst("webhook-id");
        }
    }

    /** @param status 0 to hang */
    public record Reply(int status, Map<String, String> headers, byte[] body) {
        public static final Reply OK = new Reply(204, Map.of(), new byte[0]);
        public static final Reply HANG = new Reply(0, Map.of(), new byte[0]);

        public static Reply status(int status) {
            return new Reply(status, Map.of(), new byte[0]);
        }

        public static Reply json(String body) {
            return new Reply(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
        }
    }

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** From now on. Called on the thread of each request, which it may block. */
    public void behave(Function<Received, Reply> behaviour) {
        this.behaviour = behaviour;
    }

    /** The requests that were answered with 2xx, in order. */
    public List<Received> accepted() {
        return snapshot(accepted);
    }

    /** All requests, in order. */
    public List<Received> all() {
        return snapshot(all);
    }

    private static List<Received> snapshot(List<Received> requests) {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] raw = exchange.getRequestBody().readAllBytes();
        Received received = new Received(exchange.getRequestHeaders(), raw, JSON.readTree(raw));
        all.add(received);
        Reply reply = behaviour.apply(received);
        if (reply.status() == 0) {
            hang();
        }
        if (reply.status() >= 200 && reply.status() < 300) {
            accepted.add(received);
        }
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        exchange.sendResponseHeaders(
                reply.status() == 0 ? 500 : reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        exchange.getResponseBody().write(reply.body());
        exchange.close();
    }

    private void hang() {
        try {
            closed.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
