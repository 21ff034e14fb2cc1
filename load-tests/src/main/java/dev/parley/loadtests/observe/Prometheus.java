package dev.parley.loadtests.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.client.Json;
import dev.parley.loadtests.server.Ports;
import dev.parley.loadtests.server.ServerProcess;
import dev.parley.loadtests.server.ShippedConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Prometheus with the shipped configuration and rules, and other targets. */
final class Prometheus implements AutoCloseable {

    private static final Pattern RULES = Pattern.compile("rules/\\*\\.yml");
    private static final Pattern TARGETS = Pattern.compile("( *- gateway-\\d:9090\n?)+");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final ServerProcess process;

    private Prometheus(String address, ServerProcess process) {
        this.address = address;
        this.process = process;
    }

    /** @param opsPorts of the gateways to scrape */
    static Prometheus start(Path monitoring, Path logs, List<Integer> opsPorts) throws Exception {
        String targets = opsPorts.stream()
                .map(port -> "          - 127.0.0.1:" + port + "\n")
                .collect(Collectors.joining());
        Path config = ShippedConfig.read(monitoring.resolve("prometheus.yml"))
                .with(RULES, monitoring.toAbsolutePath().normalize() + "/rules/*.yml")
                .with(TARGETS, targets)
                .write(logs.resolve("prometheus.yml"));
        int port = Ports.free();
        ServerProcess process = ServerProcess.start(
                "observe-prometheus",
                logs,
                List.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + Files.createTempDirectory(logs, "prometheus"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn"));
        String address = "http://127.0.0.1:" + port;
        return new Prometheus(address, process.awaitOk(URI.create(address + "/-/ready")));
    }

    /** The answer to an instant query. */
    List<QuerySeries> ask(String expression) throws IOException, InterruptedException {
        String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(address + "/api/v1/query?query=" + query))
                        .build(),
                BodyHandlers.ofString());
        JsonNode told = Json.read(response.body());
        if (!told.path("status").asText().equals("success")) {
            throw new IllegalStateException(expression + ": " + response.body());
        }
        List<QuerySeries> answers = new ArrayList<>();
        told.at("/data/result").forEach(series -> answers.add(QuerySeries.of(series)));
        return answers;
    }

    /** The number of an answer with one series; 0 if there is none. */
    double number(String expression) throws IOException, InterruptedException {
        return ask(expression).stream()
                .mapToDouble(QuerySeries::value)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        process.close();
    }
}
