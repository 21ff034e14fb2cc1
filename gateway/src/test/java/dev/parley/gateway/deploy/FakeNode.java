package dev.parley.gateway.deploy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A node as a load balancer sees it: its readiness can be switched, and it answers every request with X-Forwarded-For. */
final class FakeNode implements AutoCloseable {
    private final HttpServer server;
    private volatile boolean ready = true;

    FakeNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            String body = String.valueOf(exchange.getRequestHeaders().get("X-Forwarded-For"));
            boolean isCheck = exchange.getRequestURI().getPath().equals("/health/ready");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isCheck && !ready ? 503 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    void setReady(boolean ready) {
        this.ready = ready;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
