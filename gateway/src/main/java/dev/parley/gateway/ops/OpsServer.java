package dev.parley.gateway.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.gateway.http.HttpCall;
import dev.parley.gateway.http.HttpListener;
import dev.parley.gateway.http.HttpReply;
import dev.parley.gateway.wire.WireJson;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The operators' port: is it alive, should it get traffic, how is it doing. Not for the public. */
public final class OpsServer {
    private static final String JSON = "application/json";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Health health;
    private final PrometheusMeterRegistry registry;
    private final HttpListener listener;

    /** @param port 0 for any free one */
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

    private CompletionStage<HttpReply> handle(HttpCall call) {
        if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
            return answer(HttpReply.empty(405).with(Map.of("Allow", "GET, HEAD")));
        }
        return switch (call.path()) {
            case "/health/live" -> answer(HttpReply.text(200, JSON, "{\"status\":\"up\"}"));
            case "/health/ready" -> health.readiness().thenApply(OpsServer::reply);
            case "/metrics" -> answer(HttpReply.text(200, METRICS, registry.scrape()));
            default -> answer(HttpReply.empty(404));
        };
    }

    private static HttpReply reply(Readiness readiness) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", readiness.isReady() ? Readiness.UP : Readiness.DOWN);
        body.put("components", readiness.components());
        try {
            return HttpReply.of(
                    readiness.isReady() ? 200 : 503, JSON, WireJson.mapper().writeValueAsBytes(body));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static CompletionStage<HttpReply> answer(HttpReply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
