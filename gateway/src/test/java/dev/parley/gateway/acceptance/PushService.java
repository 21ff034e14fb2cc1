package dev.parley.gateway.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.gateway.webpush.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A push service that takes everything, and the browsers of its users, which are one. */
final class PushService implements AutoCloseable {
    final Browser browser = new Browser();
    private final Map<String, Queue<byte[]>> pushes = new ConcurrentHashMap<>();
    private final HttpServer server;

    PushService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    /** For {@code --web-push}. */
    static Path file(Path folder) throws IOException {
        return Files.writeString(folder.resolve("web-push.yaml"), """
                subject: mailto:chat@shop.example
                public-key: BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8
                private-key: yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw
                hosts: [127.0.0.1]
                allow-http: true
                allow-private: true
                """);
    }

    /** The JSON of a subscription of this user. */
    String subscription(String user) {
        return """
                {"endpoint":"http://127.0.0.1:%d/%s","keys":{"p256dh":"%s","auth":"%s"}}""".formatted(server.getAddress().getPort(), user, browser.p256dh(), browser.auth());
    }

    Set<String> users() {
        return Set.copyOf(pushes.keySet());
    }

    List<byte[]> pushes(String user) {
        return List.copyOf(pushes.getOrDefault(user, new ConcurrentLinkedQueue<>()));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        String user = exchange.getRequestURI().getPath().substring(1);
        pushes.computeIfAbsent(user, first -> new ConcurrentLinkedQueue<>())
                .add(exchange.getRequestBody().readAllBytes());
        exchange.sendResponseHeaders(201, -1);
        exchange.close();
    }
}
