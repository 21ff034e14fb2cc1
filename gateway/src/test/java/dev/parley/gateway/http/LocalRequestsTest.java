package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.error.Rejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalRequestsTest {
    private final LocalRequests local = new LocalRequests(() -> List.of(8080, 8081));

    @Test
    void onlyThisMachineAndItsOwnPagesAreAdmitted() {
        admitted("127.0.0.1", Map.of());
        admitted("0:0:0:0:0:0:0:1", Map.of("host", "[::1]:8081"));
        admitted("127.0.0.1", Map.of("origin", "http://localhost:8081", "sec-fetch-site", "same-site"));

        refused("192.0.2.1", Map.of());
        refused("", Map.of());
        refused("127.0.0.1", Map.of("host", "rebound.example:8080"));
        refused("127.0.0.1", Map.of("host", "localhost:9999"));
        refused("127.0.0.1", Map.of("origin", "https://elsewhere.example"));
        refused("127.0.0.1", Map.of("origin", "http://localhost:3000"));
        refused("127.0.0.1", Map.of("origin", "null"));
        refused("127.0.0.1", Map.of("sec-fetch-site", "cross-site"));
        for (String header : List.of("forwarded", "x-forwarded-for", "x-real-ip", "via")) {
            refused("127.0.0.1", Map.of(header, "127.0.0.1"));
        }
    }

    private void admitted(String address, Map<String, String> headers) {
        assertThatCode(() -> local.require(request(address, headers))).doesNotThrowAnyException();
    }

    private void refused(String address, Map<String, String> headers) {
        assertThatThrownBy(() -> local.require(request(address, headers)))
                .as("%s %s", address, headers)
                .isInstanceOf(Rejection.class);
    }

    private static HttpRequest request(String address, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(Map.of("host", "localhost:8080"));
        all.putAll(headers);
        return new HttpRequest("POST", "/demo/nodes/2/kill", Map.of(), all, address, new byte[0]);
    }
}
