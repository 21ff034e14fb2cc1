package dev.parley.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.config.Subcommand;
import dev.parley.gateway.wire.WireJson;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley why}: asks a gateway what became of a message, and prints the answer. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Tells why a message did not arrive, or where it did, in the past hour.",
        description = "Asks a gateway, which asks all nodes. Exit code 0, or 1 when the message is not known.")
public final class WhyCommand implements Subcommand {
    private static final int KNOWN = 0;
    private static final int FAILED = 1;
    private static final int OK = 200;
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final PrintStream out;
    private final PrintStream err;

    @Parameters(index = "0", paramLabel = "MESSAGE", description = "id of the message, or its clientMessageId")
    private String message;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "USER",
            description = "who missed it (default: its receiver and its sender)")
    private String user;

    @Option(names = "--url", paramLabel = "URL", description = "HTTP port of any node (default ${DEFAULT-VALUE})")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--token", paramLabel = "JWT", description = "token of role service; not needed with --auth none")
    private String token;

    public WhyCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public int run() throws InterruptedException {
        try {
            HttpResponse<String> response = HttpClient.newHttpClient().send(request(), BodyHandlers.ofString());
            JsonNode answer = WireJson.mapper().readTree(response.body());
            return response.statusCode() == OK
                    ? print(answer)
                    : complain(answer.path("detail").asText("refused"));
        } catch (IOException failure) {
            return complain("no answer from " + url + "; name a node's HTTP port with --url");
        }
    }

    private HttpRequest request() {
        String query = user == null ? "" : "?userId=" + encoded(user);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        url.resolve("/api/messages/" + encoded(message) + "/trace" + query))
                .timeout(WITHIN);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private int print(JsonNode answer) {
        answer.path("lines").forEach(line -> out.println(line.asText()));
        answer.path("verdicts")
                .forEach(verdict -> out.printf(
                        "%n%s: %s%n  %s%n",
                        verdict.path("userId").asText(),
                        verdict.path("cause").asText(),
                        verdict.path("text").asText()));
        return answer.has("message") ? KNOWN : FAILED;
    }

    private int complain(String problem) {
        err.println("parley: " + problem);
        return FAILED;
    }
}
