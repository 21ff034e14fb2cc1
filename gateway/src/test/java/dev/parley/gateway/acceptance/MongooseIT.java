package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application with Mongoose models of its own shares the database of the quick start. */
class MongooseIT {
    private static final Path APPLICATION = NodeJs.SCENARIOS.resolve("mongoose");
    private static final Pattern MONGO = Pattern.compile("mongodb://[0-9.:]+");
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"mongoose8, 8.", "mongoose9, 9."})
    void itsDocumentsAreNeitherRefusedNorDeletedAndItReadsParleys(String mongoose, String version) throws Exception {
        NodeJs.assumeReady();
        Assumptions.assumeTrue(NodeJs.hasPackages(APPLICATION), "mongoose cannot be installed (npm ci)");
        Path log = directory.resolve("gateway.log");
        var options = List.of(
                "--auth", "none", "--data-dir", directory.resolve("data").toString());
        try (var gateway = new GatewayProcess(options, log).launch().awaitReady()) {
            sendAMessage(gateway.http());

            JsonNode found = run(mongoose, addressIn(log));

            assertThat(found.get("version").asText()).startsWith(version);
            assertThat(found.get("texts")).extracting(JsonNode::asText).containsExactly("changed", "two");
            assertThat(found.get("notifications").asInt()).isEqualTo(1);
            assertThat(found.get("messageOfParley").asText()).isEqualTo("soup?");
            assertThat(found.get("expiresByIndex").asBoolean()).isFalse();
        }
    }

    private static void sendAMessage(String http) throws IOException, InterruptedException {
        String chat = post(http + "/api/chats", "{\"client\":\"ann\",\"provider\":\"ben\"}")
                .get("_id")
                .asText();
        post(http + "/api/chats/" + chat + "/messages", "{\"sender\":\"ann\",\"content\":\"soup?\"}");
    }

    private static JsonNode post(String url, String json) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
    }

    private static String addressIn(Path log) throws IOException {
        Matcher address = MONGO.matcher(Files.readString(log));
        assertThat(address.find()).as("the address of MongoDB in the log").isTrue();
        return address.group();
    }

    private JsonNode run(String mongoose, String mongo) throws IOException, InterruptedException {
        Path output = directory.resolve("application.log");
        NodeJs.run(
                List.of(APPLICATION.resolve("application.mjs").toString(), mongoose),
                "{\"mongo\":\"" + mongo + "\"}",
                output,
                DEADLINE);
        return JSON.readTree(Files.readString(output));
    }
}
