package dev.parley.gateway.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.testing.TcpRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bson.Document;

/** Stops and starts processes of the stage for a scenario; called by {@code operator} in {@code support/stage.mjs}. */
final class StageControl implements AutoCloseable {
    private final Stage stage;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    StageControl(Stage stage) {
        this.stage = stage;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        int status = 200;
        String body;
        try {
            body = act(exchange.getRequestURI().getPath().substring(1).split("/"));
        } catch (RuntimeException | AssertionError e) {
            status = 500;
            body = String.valueOf(e);
        }
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String act(String[] path) {
        return switch (path[0]) {
            case "nodes" -> node(stage.node(Integer.parseInt(path[1])), path[2]);
            case "redis" -> redis(stage.redis(), path);
            case "mongo" -> mongo(stage.mongo(), path);
            default -> throw new IllegalArgumentException(path[0]);
        };
    }

    private static String node(GatewayProcess node, String action) {
        return switch (action) {
            case "kill" -> done(node::kill);
            case "end" -> done(node::terminate);
            case "start" -> done(node::launch);
            default -> throw new IllegalArgumentException(action);
        };
    }

    private static String redis(StageRedis redis, String... path) {
        return switch (path[1]) {
            case "kill" -> done(redis::kill);
            case "start" -> done(redis::restart);
            default -> disturb(redis.relay().orElseThrow(), path);
        };
    }

    private static String mongo(TestMongo mongo, String... path) {
        return path[1].equals("users")
                ? mongo.user(path[2]).map(Document::toJson).orElse("null")
                : disturb(mongo.relay().orElseThrow(), path);
    }

    private static String disturb(TcpRelay relay, String... path) {
        return switch (path[1]) {
            case "cut" -> done(relay::cut);
            case "hang" -> done(relay::hang);
            case "hang-replies" -> done(relay::hangReplies);
            case "half-close" -> done(relay::halfClose);
            case "delay" -> done(() -> relay.delay(Duration.ofMillis(Long.parseLong(path[2]))));
            case "restore" -> done(relay::restore);
            default -> throw new IllegalArgumentException(path[1]);
        };
    }

    private static String done(Runnable action) {
        action.run();
        return "";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
