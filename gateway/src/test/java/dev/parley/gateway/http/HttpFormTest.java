package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatChange;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.Page;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.gateway.http.ApiFixture.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Malformed requests, unavailable stores, and requests of browsers. */
class HttpFormTest {
    private final ApiFixture api = ApiFixture.open();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whatIsNotAsDeclaredIsAnInvalidPayload() {
        assertInvalid("garbage");
        assertInvalid("");
        assertInvalid("null");
        assertInvalid("[]");
        assertInvalid("{\"client\":\"anna\",\"provider\":\"boris\"} {}");
        assertInvalid("{\"client\":{\"$gt\":\"\"},\"provider\":\"boris\"}");
        assertInvalid("{\"client\":7,\"provider\":\"boris\"}");
        assertInvalid("{\"client\":\"anna\"}");
        assertInvalid("{\"client\":\"\",\"provider\":\"boris\"}");
        assertInvalid("{\"client\":\"anna\\u0000\",\"provider\":\"boris\"}");
        assertInvalid("{\"client\":\"" + "x".repeat(129) + "\",\"provider\":\"boris\"}");
        assertInvalid("{\"client\":\"anna\",\"provider\":\"anna\"}");
        assertInvalid("[".repeat(100_000));
    }

    @Test
    void aLimitIsAPositiveNumber() {
        for (String limit : new String[] {"0", "-1", "ten", "1e3", "99999999999999999999"}) {
            assertThat(api.get("/api/chats?userId=anna&limit=" + limit).status())
                    .as(limit)
                    .isEqualTo(400);
        }
        assertThat(api.get("/api/chats?userId=anna&limit=100000").status()).isEqualTo(200);
    }

    @Test
    void operatorsInAQueryAreJustText() {
        assertThat(api.get("/api/chats?userId%5B%24gt%5D=").status()).isEqualTo(400);
        assertThat(api.get("/api/chats/%7B%22%24gt%22%3A%22%22%7D").status()).isEqualTo(404);
    }

    @Test
    void anUnknownPathIsNotFound() {
        assertThat(api.get("/api/nothing").status()).isEqualTo(404);
        assertThat(api.get("/api/chats/").status()).isEqualTo(404);
        assertThat(api.get("/web/demo.html").status()).isEqualTo(404);
        assertThat(api.get("/..%2f..%2fetc%2fpasswd").status()).isEqualTo(404);
    }

    @Test
    void withoutNodesThatCanBeKilledThereAreNoRoutesForIt() {
        assertThat(api.get("/demo/nodes").status()).isEqualTo(404);
        assertThat(api.post("/demo/nodes/1/kill", "").status()).isEqualTo(404);
        assertThat(api.post("/demo/nodes/1/start", "").status()).isEqualTo(404);
        assertThat(api.get("/demo/node.json").response().body()).contains("\"canKill\":false");
    }

    @Test
    void malformedEscapesAreRefused() throws IOException {
        assertThat(raw("GET /api/users/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw("GET /api/chats?userId=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void anotherMethodIsToldWhatIsAllowed() {
        Answer answer = api.call("DELETE", "/api/chats").send();

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void whoTakesNoJsonIsToldSo() {
        assertThat(api.call("GET", "/api/users/anna")
                        .header("Accept", "image/png")
                        .send()
                        .status())
                .isEqualTo(406);
    }

    @Test
    void aForeignContentTypeIsRefused() throws IOException {
        assertThat(raw("POST /api/chats HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n"
                        + "Connection: close\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415");
    }

    @Test
    void anAnswerNamesItsRequestByTheNameThatTheCallerGaveIt() {
        Answer answer = api.call("GET", "/api/users/anna")
                .header("X-Request-Id", "Root=1-67891233-abcdef012345678912345678")
                .send();

        assertThat(answer.header("X-Request-Id")).isEqualTo("Root=1-67891233-abcdef012345678912345678");
    }

    @Test
    void aRequestWithoutANameGetsOneAndSoDoesOneWhoseNameCannotStandInALog() {
        Answer nameless = api.get("/api/nothing");
        assertThat(nameless.status()).isEqualTo(404);
        assertThat(nameless.header("X-Request-Id")).matches("[0-9a-f]{24}");

        for (String name : new String[] {"two words", "x".repeat(129), "a\"b", "{}"}) {
            Answer answer = api.call("GET", "/api/users/anna")
                    .header("X-Request-Id", name)
                    .send();
            assertThat(answer.header("X-Request-Id")).as(name).matches("[0-9a-f]{24}");
        }
    }

    @Test
    void aBodyOverAMegabyteIsTooLarge() {
        String big = "{\"client\":\"anna\",\"provider\":\"boris\",\"context\":\"" + "x".repeat(1_000_000) + "\"}";

        Answer answer = api.post("/api/chats", big);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(api.get("/api/users/anna").status()).isEqualTo(200);
    }

    @Test
    void anUnavailableStoreIsReported() {
        try (ApiFixture broken = ApiFixture.openOver(new AwayChats(CompletableFuture.failedFuture(
                new StorageException("unavailable", new IllegalStateException("connection refused")))))) {
            Answer answer = broken.get("/api/chats?userId=anna");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void aStoreThatSaysNothingIsUnavailableAfterFiveSeconds() {
        try (ApiFixture hanging = ApiFixture.openOver(new AwayChats(new CompletableFuture<>()))) {
            Instant asked = Instant.now();
            Answer answer = hanging.get("/api/chats?userId=anna");

            assertThat(answer.code()).isEqualTo("unavailable");
            assertThat(Duration.between(asked, Instant.now())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        }
    }

    @Test
    void aSurpriseIsInternalAndTellsNothing() {
        try (ApiFixture broken = ApiFixture.openOver(
                new AwayChats(CompletableFuture.failedFuture(new IllegalStateException("secret detail"))))) {
            Answer answer = broken.get("/api/chats?userId=anna");

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.code()).isEqualTo("internal");
            assertThat(answer.response().body()).doesNotContain("secret detail");
        }
    }

    @Test
    void pagesOfTheConfiguredOriginMayCall() {
        Answer preflight = api.call("OPTIONS", "/api/chats")
                .header("Origin", ApiFixture.ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .send();
        Answer foreign = api.call("GET", "/api/users/anna")
                .header("Origin", "https://evil.example")
                .send();

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(ApiFixture.ORIGIN);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(foreign.header("Vary")).isEqualTo("Origin");
    }

    /** RFC 9112, section 3.2.2. */
    @Test
    void anAbsoluteTargetIsTakenAndItsHostReplacesTheHeader() throws IOException {
        String rest = " HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n";

        assertThat(raw("GET http://parley.example/api/users/anna" + rest)).startsWith("HTTP/1.1 200");
        assertThat(raw("GET HTTPS://parley.example/api/chats?userId=anna" + rest))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET http://parley.example?a=b" + rest))
                .contains("ws://parley.example:*")
                .doesNotContain("other.example");
        assertThat(raw("GET http://parley.example/api/nothing" + rest)).startsWith("HTTP/1.1 404");
    }

    @Test
    void aRequestOfHttp10NeedsNoHost() throws IOException {
        assertThat(raw("GET /api/users/anna HTTP/1.0\r\n\r\n")).contains(" 200 OK");
    }

    @Test
    void oneConnectionServesManyRequests() throws IOException {
        String one = "GET /api/users/anna HTTP/1.1\r\nHost: a\r\n\r\n";
        String last = "GET /api/users/boris HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

        assertThat(raw(one + one + last)).contains("anna").contains("boris");
    }

    @Test
    void aHeadIsAGetWithoutTheBody() throws IOException {
        String answer = raw("HEAD /openapi.yaml HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("content-length: ");
        assertThat(answer).endsWith("\r\n\r\n");
    }

    @Test
    void thePageAndTheDocumentsAreServed() {
        assertThat(api.get("/openapi.yaml").response().body()).startsWith("openapi: 3.1.0");
        assertThat(api.get("/asyncapi.yaml").response().body()).startsWith("asyncapi: 3.0.0");
        assertThat(api.get("/").header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("ws://127.0.0.1:*")
                .doesNotContain("unsafe");
        assertThat(api.get("/demo/node.json").response().body())
                .contains("\"nodeId\":\"here\"")
                .contains("\"socketPort\":5000");
        assertThat(api.get("/socket.io.min.js").response().body()).contains("The MIT License");
        assertThat(api.get("/demo/demo.css").status()).isEqualTo(200);
    }

    @Test
    void everyModuleThatThePageImportsIsServed() {
        Deque<String> left = new ArrayDeque<>(List.of("/demo/demo.js"));
        Set<String> seen = new HashSet<>();
        while (!left.isEmpty()) {
            String path = left.pop();
            var answer = api.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            Pattern.compile("^import .* from '(.+)';$", Pattern.MULTILINE)
                    .matcher(answer.response().body())
                    .results()
                    .map(match -> URI.create(path).resolve(match.group(1)).getPath())
                    .filter(seen::add)
                    .forEach(left::push);
        }
        assertThat(seen).contains("/client/client.js");
    }

    @Test
    void requestsAreCountedByRouteAndNeverById() {
        api.get("/api/users/anna");
        api.get("/nowhere/anna");

        assertThat(api.registry
                        .get("parley.http.requests")
                        .tag("route", "/api/users/{id}")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(api.registry
                        .get("parley.http.requests")
                        .tag("route", "none")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    private void assertInvalid(String body) {
        Answer answer = api.post("/api/chats", body);
        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_payload");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A store that always answers the same. */
    private record AwayChats(CompletableFuture<?> answer) implements ChatRepository {

        @SuppressWarnings("unchecked")
        private <T> CompletionStage<T> unavailable() {
            return (CompletionStage<T>) answer;
        }

        @Override
        public CompletionStage<Optional<Chat>> find(ChatId id) {
            return unavailable();
        }

        @Override
        public CompletionStage<Opened> open(Chat command) {
            return unavailable();
        }

        @Override
        public CompletionStage<Page<Chat>> ofUser(UserId user, Optional<String> cursor, int limit) {
            return unavailable();
        }

        @Override
        public CompletionStage<Optional<Changed>> change(
                ChatId id, Optional<Chat.Stage> stage, Optional<Chat.Status> status, Consumer<Changed> late) {
            return unavailable();
        }

        @Override
        public CompletionStage<Void> announced(ChatId id, List<ChatChange> changes) {
            return unavailable();
        }

        @Override
        public CompletionStage<List<Changed>> unannounced(Instant before, int limit) {
            return unavailable();
        }

        @Override
        public CompletionStage<Set<UserId>> contactsOf(UserId user, int limit) {
            return unavailable();
        }

        @Override
        public CompletionStage<Long> countStarted(UserId by, Instant since) {
            return unavailable();
        }
    }
}
