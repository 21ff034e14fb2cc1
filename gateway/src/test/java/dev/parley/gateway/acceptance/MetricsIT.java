package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.testing.Waiting;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that has handled traffic exposes exactly the metrics of {@code docs/METRICS.md}. */
class MetricsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern ROW = Pattern.compile("^\\| `(parley_\\w+)` \\| (\\w+) \\| ([\\w, ]*)\\|.*");
    private static final Pattern SAMPLE = Pattern.compile("^(\\w+?)(?:\\{(.*)})? \\S+$");
    private static final Pattern NAME_IN_CODE = Pattern.compile("\"(parley\\.[a-z.]+)\"");
    private static final Pattern SUFFIX = Pattern.compile("_(total|seconds|bytes)$");

    @TempDir
    private static Path directory;

    private static GatewayProcess gateway;
    private static String scrape;

    /** As {@code docs/METRICS.md} has it. */
    private record Documented(String type, Set<String> labels) {}

    @BeforeAll
    static void talkToAGateway() throws Exception {
        Path webhooks = Files.writeString(
                directory.resolve("webhooks.yaml"),
                "crm: { url: https://crm.example/, secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw] }");
        Path webPush = Files.writeString(directory.resolve("web-push.yaml"), """
                subject: mailto:chat@shop.example
                public-key: BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8
                private-key: yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw
                """);
        Path settings = Files.writeString(directory.resolve("settings.yaml"), "mail: { from: chat@shop.example }");
        gateway = new GatewayProcess(
                        List.of(
                                "--settings",
                                settings.toString(),
                                "--smtp",
                                "smtp://127.0.0.1:1",
                                "--webhooks",
                                webhooks.toString(),
                                "--web-push",
                                webPush.toString(),
                                "--auth",
                                "none",
                                "--recovery",
                                "on",
                                "--data-dir",
                                directory.resolve("data").toString()),
                        directory.resolve("gateway.log"))
                .launch()
                .awaitReady();
        chat();
        HTTP.send(
                HttpRequest.newBuilder(URI.create(gateway.http() + "/nothing")).build(), BodyHandlers.discarding());
        HTTP.send(
                HttpRequest.newBuilder(URI.create(gateway.socket() + "/socket.io/?EIO=3&transport=polling"))
                        .build(),
                BodyHandlers.discarding());
        scrape = get(gateway.ops() + "/metrics");
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    @Test
    void whatIsExposedIsDocumentedWithItsTypeAndLabels() throws IOException {
        Map<String, Documented> page = documented();
        Map<String, String> exposed = exposedTypes();

        assertThat(page.keySet()).containsAll(ours(exposed.keySet()));
        ours(exposed.keySet()).forEach(name -> {
            assertThat(page.get(name).type()).as(name).isEqualTo(exposed.get(name));
            assertThat(page.get(name).labels()).as(name).isEqualTo(labelsOf(name));
        });
    }

    @Test
    void whatIsDocumentedIsInTheCodeAndTheOtherWayRound() throws IOException {
        Set<String> named = new TreeSet<>();
        documented().keySet().forEach(name -> named.add(SUFFIX.matcher(name).replaceFirst("")));

        assertThat(named).isEqualTo(namesInCode());
    }

    @Test
    void theRestIsOfTheJvm() {
        assertThat(exposedTypes().keySet()).allMatch(name -> name.matches("(parley|jvm|process|system)_.*"));
    }

    @Test
    void noIdIsALabel() {
        assertThat(scrape).doesNotContain("anna").doesNotContain("boris");
    }

    @Test
    void prometheusHasNothingToSayAgainstIt() throws Exception {
        assumeTrue(isOnPath("promtool"), "promtool is not on the PATH");
        Path file = Files.writeString(directory.resolve("metrics.txt"), scrape);
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEmpty();
        assertThat(promtool.waitFor()).isZero();
    }

    private static void chat() throws Exception {
        String chat =
                new JSONObject(post("/api/chats", "{\"client\":\"anna\",\"provider\":\"boris\"}")).getString("_id");
        IO.Options options = IO.Options.builder().setForceNew(true).build();
        Socket anna = IO.socket(URI.create(gateway.socket()), options).connect();
        SocketRequests.ask(anna, "user-join", "anna");
        SocketRequests.ask(anna, "join-chat", chat);
        SocketRequests.ask(
                anna, "send-message", new JSONObject().put("chatId", chat).put("content", "soup?"));
        SocketRequests.ask(
                anna, "send-message", new JSONObject().put("chatId", chat).put("content", ""));
        Waiting.until("event loops were measured", Duration.ofSeconds(10), () -> get(gateway.ops() + "/metrics")
                .lines()
                .anyMatch(line -> line.matches("parley_event_loop_lag_seconds_count [1-9].*")));
        anna.disconnect();
        Waiting.until("anna has left", Duration.ofSeconds(10), () -> get(gateway.ops() + "/metrics")
                .contains("parley_connections_closed_total"));
    }

    private static String post(String path, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.http() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    private static String get(String url) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static Map<String, Documented> documented() throws IOException {
        Map<String, Documented> rows = new TreeMap<>();
        Files.readAllLines(Path.of("../docs/METRICS.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> rows.put(row.group(1), new Documented(row.group(2), words(row.group(3)))));
        return rows;
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(","))
                .map(String::trim)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> exposedTypes() {
        Map<String, String> types = new TreeMap<>();
        scrape.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" "))
                .forEach(parts -> types.put(parts[2], parts[3]));
        return types;
    }

    /** Without the {@code _max} that stands beside each histogram. */
    private static List<String> ours(Set<String> names) {
        return names.stream()
                .filter(name -> name.startsWith("parley_") && !name.endsWith("_max"))
                .toList();
    }

    private static Set<String> labelsOf(String name) {
        Set<String> labels = new TreeSet<>();
        scrape.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            if (sample.group(2) != null && sample.group(1).matches(name + "(_count)?")) {
                Pattern.compile("(\\w+)=\"")
                        .matcher(sample.group(2))
                        .results()
                        .forEach(found -> labels.add(found.group(1)));
            }
        });
        return labels;
    }

    private static Set<String> namesInCode() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                NAME_IN_CODE
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(found ->
                                names.add(found.group(1).replace('.', '_').toLowerCase(Locale.ROOT)));
            }
        }
        return names;
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
