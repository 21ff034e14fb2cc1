package dev.parley.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.testing.MovableClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpsServerTest {
    private final MovableClock clock = new MovableClock();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicInteger mongoPings = new AtomicInteger();
    private volatile CompletableFuture<Void> mongo = CompletableFuture.completedFuture(null);
    private final OpsServer server = new OpsServer(
            "127.0.0.1",
            0,
            new Health(
                    List.of(
                            HealthCheck.store("mongo", () -> {
                                mongoPings.incrementAndGet();
                                return mongo;
                            }),
                            HealthCheck.of("draining", () -> !draining.get())),
                    clock),
            registry);

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        server.stop();
    }

    @Test
    void aNodeWithItsStoresIsReady() throws Exception {
        HttpResponse<String> ready = get("/health/ready");

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"up\",\"components\":{\"draining\":\"up\",\"mongo\":\"up\"}}");
    }

    @Test
    void aNodeWithoutItsStoreIsAliveButNotReady() throws Exception {
        mongo = CompletableFuture.failedFuture(new IllegalStateException("connection refused"));

        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).contains("\"mongo\":\"down\"").doesNotContain("refused");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aStoreThatSaysNothingIsDownAfterASecond() throws Exception {
        mongo = new CompletableFuture<>();

        assertThat(get("/health/ready").body()).contains("\"mongo\":\"down\"");
    }

    @Test
    void aDrainingNodeIsNotReadyAtOnce() throws Exception {
        get("/health/ready");
        draining.set(true);

        assertThat(get("/health/ready").body()).contains("\"draining\":\"down\"");
    }

    @Test
    void askingOftenPingsTheStoresOncePerSecond() throws Exception {
        get("/health/ready");
        get("/health/ready");
        assertThat(mongoPings).hasValue(1);

        clock.advance(Duration.ofSeconds(1));
        get("/health/ready");
        assertThat(mongoPings).hasValue(2);
    }

    @Test
    void theMetricsAreThere() throws Exception {
        registry.counter("parley.tests").increment();

        HttpResponse<String> metrics = get("/metrics");

        assertThat(metrics.body()).contains("parley_tests_total 1.0");
        assertThat(metrics.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    }

    @Test
    void nothingElseIs() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(10))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
