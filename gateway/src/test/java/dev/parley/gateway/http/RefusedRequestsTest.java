package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that cannot be read is answered like any other: with a problem, a request id, and what the page needs to read it. */
class RefusedRequestsTest {
    private static final String HEAD = "Host: a\r\nOrigin: " + ApiFixture.ORIGIN + "\r\n";

    private final ApiFixture api = ApiFixture.open();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aRequestLineThatIsTooLong() throws IOException {
        assertRefused(414, raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + HEAD + "\r\n"));
    }

    @Test
    void headersThatAreTooLarge() throws IOException {
        assertRefused(431, raw("GET /api/chats HTTP/1.1\r\n" + HEAD + "Cookie: " + "x".repeat(20_000) + "\r\n\r\n"));
        assertRefused(431, raw("GET /api/chats HTTP/1.1\r\nCookie: " + "x".repeat(20_000) + "\r\n" + HEAD + "\r\n"));
    }

    @Test
    void aBodyThatIsTooLarge() throws IOException {
        String body = "x".repeat(1_000_001);
        assertRefused(413, raw(post("Connection: close\r\nContent-Length: " + body.length()) + body));
        assertRefused(
                413,
                raw(post("Connection: close\r\nTransfer-Encoding: chunked") + "f4241\r\n" + body + "\r\n0\r\n\r\n"));
    }

    @Test
    void afterABodyThatIsTooLargeTheConnectionIsStillGood() throws IOException {
        String body = "x".repeat(1_500_000);
        String next = "GET /api/users/anna HTTP/1.1\r\n" + HEAD + "Connection: close\r\n\r\n";

        assertThat(raw(post("Content-Length: " + body.length()) + body + next))
                .contains("HTTP/1.1 413", "HTTP/1.1 200", "\"userId\":\"anna\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: abc",
                "Content-Length: -5",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "No colon"
            })
    void headersThatContradictOrSayNothing(String header) throws IOException {
        assertRefused(400, raw(post(header) + "hello"));
    }

    @Test
    void chunksThatAreNone() throws IOException {
        assertRefused(400, raw(post("Transfer-Encoding: chunked") + "zz\r\nhello\r\n0\r\n\r\n"));
    }

    @Test
    void whatIsNotHttpAtAll() throws IOException {
        assertRefused(400, raw("GARBAGE\r\n\r\n"));
        assertRefused(400, raw("\u0016\u0003\u0001\u0002" + "z".repeat(200) + "\r\n\r\n"));
    }

    /** RFC 9112, section 3.2. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Host: a\r\nHost: b\r\n", "Host: a\r\nHost: a\r\n", "Host: a b\r\n", "Host: a/b\r\n"})
    void aHostThatIsMissingRepeatedOrMalformed(String hosts) throws IOException {
        assertRefused(
                400, raw("GET /api/users/anna HTTP/1.1\r\nOrigin: " + ApiFixture.ORIGIN + "\r\n" + hosts + "\r\n"));
    }

    @Test
    void anotherVersionOfHttp() throws IOException {
        assertRefused(505, raw("GET /api/chats HTTP/2.0\r\n" + HEAD + "\r\n"));
        assertRefused(505, raw("GET /api/chats HTTP/9.9\r\n" + HEAD + "\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, /api/users/%zz",
        "400, /api/users/%ff",
        "400, /api/users/%ed%a0%bd",
        "400, /api/chats?userId=%zz",
        "400, /api/chats?userId=%c3%28",
        "404, ?userId=anna",
        "404, api/chats",
        "404, *"
    })
    void aPathOrQueryThatIsNotText(int status, String target) throws IOException {
        assertRefused(status, raw("GET " + target + " HTTP/1.1\r\n" + HEAD + "Connection: close\r\n\r\n"));
    }

    /** In Latin-1: an overlong slash, half a surrogate pair, a lone byte, and UTF-16. */
    @ParameterizedTest
    @ValueSource(strings = {"\u00c0\u00af", "\u00ed\u00a0\u00bd", "\u00ff", "\u0000a"})
    void aBodyThatIsNotText(String bytes) throws IOException {
        String body = "{\"client\":\"" + bytes + "\",\"provider\":\"boris\"}";
        assertRefused(400, raw(post("Connection: close\r\nContent-Length: " + body.length()) + body));
    }

    @Test
    void aByteOrderMarkIsIgnored() throws IOException {
        String body = "\u00ef\u00bb\u00bf{\"client\":\"anna\",\"provider\":\"boris\"}";
        assertThat(raw(post("Connection: close\r\nContent-Length: " + body.length()) + body))
                .startsWith("HTTP/1.1 201");
    }

    @Test
    void aDisplayNameHasABound() {
        assertThat(api.put("/api/users/anna", "{\"displayName\":\"" + "x".repeat(201) + "\"}")
                        .code())
                .isEqualTo("invalid_payload");
        assertThat(api.put("/api/users/anna", "{\"displayName\":\"" + "x".repeat(200) + "\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void escapedTextArrivesAsItIs() throws IOException {
        assertThat(api.get("/api/users/%C3%A9t%C3%A9%2B+%F0%9F%98%80")
                        .response()
                        .body())
                .contains("\"userId\":\"été++😀\"");
    }

    private static String post(String headers) {
        return "POST /api/chats HTTP/1.1\r\n" + HEAD + headers + "\r\n\r\n";
    }

    private static void assertRefused(int status, String response) {
        assertThat(response)
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase("access-control-allow-origin: " + ApiFixture.ORIGIN)
                .containsIgnoringCase("x-request-id: ")
                .contains("\"status\":" + status, "\"code\":\"invalid_payload\"");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
