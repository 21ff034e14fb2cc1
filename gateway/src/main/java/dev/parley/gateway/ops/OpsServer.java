package dev.parley.gateway.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.gateway.http.HttpListener;
import dev.parley.gateway.http.HttpRequest;
import dev.parley.gateway.http.Response;
import dev.parley.gateway.wire.WireJson;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The operations port: liveness, readiness and metrics. Must not be reachable from the internet. */
public final class OpsServer {
    private static final String JSON = "application/json";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Health health;
    private final PrometheusMeterRegistry registry;
    private final HttpListener listener;

    /** @param port 0 for any free port */
    public OpsServer(String host, int port, Health health, PrometheusMeterRegistry registry) {
        this.health = health;
        this.registry = registry;
        this.listener = new HttpListener("ops", host, port, this::handle);
    }

    /** Blocks until the port is bound. */
    public void start() {
        listener.start();
    }

    /** Blocks; may be called twice. */
    public void stop() {
        listener.stop();
    }

    public int port() {
        return listener.port();
    }

    private CompletionStage<Response<byte[]>> handle(HttpRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return completed(Response.<byte[]>empty(405).with(Map.of("Allow", "GET, HEAD")));
        }
        return switch (request.path()) {
            case "/health/live" -> completed(Response.text(200, JSON, "{\"status\":\"up\"}"));
            case "/health/ready" -> health.readiness().thenApply(OpsServer::response);
            case "/metrics" -> completed(Response.text(200, METRICS, registry.scrape()));
            default -> completed(Response.empty(404));
        };
    }

    private static Response<byte[]> response(Readiness readiness) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", readiness.isReady() ? Readiness.UP : Readiness.DOWN);
        body.put("components", readiness.components());
        try {
            return Response.bytes(
                    readiness.isReady() ? 200 : 503, JSON, WireJson.mapper().writeValueAsBytes(body));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static CompletionStage<Response<byte[]>> completed(Response<byte[]> response) {
        return CompletableFuture.completedFuture(response);
    }
}
