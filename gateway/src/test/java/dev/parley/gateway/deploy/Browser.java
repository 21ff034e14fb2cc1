package dev.parley.gateway.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Headless Chromium with one page, driven by ChromeDriver over the WebDriver protocol. */
final class Browser implements AutoCloseable {
    private static final List<String> ARGUMENTS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final Duration WAIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process driver;
    private final String address;
    private String session = "";

    private Browser(Process driver, int port) {
        this.driver = driver;
        this.address = "http://127.0.0.1:" + port;
    }

    /** Skips the test where Chromium or ChromeDriver is not installed. */
    static Browser open(String page) throws IOException {
        String chromium = Tool.require("chromium").path().toString();
        String program = Tool.require("chromedriver").path().toString();
        int port = FreePort.next();
        Process driver = new ProcessBuilder(program, "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Browser browser = new Browser(driver, port);
        try {
            Waiting.until("ChromeDriver listens", WAIT, () -> listens(port));
            Map<String, Object> options = Map.of("binary", chromium, "args", ARGUMENTS);
            browser.session = "/session/"
                    + browser.post(
                                    "/session",
                                    Map.of(
                                            "capabilities",
                                            Map.of("alwaysMatch", Map.of("goog:chromeOptions", options))))
                            .path("sessionId")
                            .asText();
            browser.post(browser.session + "/url", Map.of("url", page));
            return browser;
        } catch (RuntimeException | AssertionError failure) {
            browser.close();
            throw failure;
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** The value of a JavaScript expression in the page. */
    JsonNode evaluate(String expression) {
        return post(session + "/execute/sync", Map.of("script", "return (" + expression + ")", "args", List.of()));
    }

    /** As wide and as high as a laptop's screen shows it. */
    void enlarge() {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 1_360, "height", 940, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Keeps a picture of the page. */
    void screenshot(Path jpeg) throws IOException {
        String picture = devTools("Page.captureScreenshot", Map.of("format", "jpeg", "quality", 80))
                .path("data")
                .asText();
        Files.write(jpeg, Base64.getDecoder().decode(picture));
    }

    void waitUntil(String expression) {
        Waiting.until(expression, WAIT, () -> evaluate(expression).asBoolean());
    }

    /** Renders the page for this preferred colour scheme, {@code light} or {@code dark}. */
    void prefer(String scheme) {
        var feature = Map.of("name", "prefers-color-scheme", "value", scheme);
        devTools("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    }

    private JsonNode devTools(String command, Map<String, ?> parameters) {
        return post(session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    private JsonNode post(String path, Map<String, ?> body) {
        try {
            return send(HttpRequest.newBuilder(URI.create(address + path))
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException {
        try {
            var response = HTTP.send(request.timeout(WAIT).build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(response.body());
            }
            return JSON.readTree(response.body()).path("value");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            if (!session.isEmpty()) {
                send(HttpRequest.newBuilder(URI.create(address + session)).DELETE());
            }
            driver.destroy();
            driver.waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly();
        }
    }
}
