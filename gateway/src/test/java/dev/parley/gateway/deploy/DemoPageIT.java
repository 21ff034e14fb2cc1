package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The demo page of a node whose operator has named no web page: it works, other pages do not. */
class DemoPageIT {
    private static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";
    private static final Set<String> NO_ORIGIN = Set.of();

    private RunningNode node;

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void thePageMayConnectToSocketIoOfItsOwnHost() throws Exception {
        node = RunningNode.start(NO_ORIGIN, true);
        String page = "http://127.0.0.1:" + node.ports().http();

        assertThat(get(page, node.ports().http(), "/").statusCode()).isEqualTo(200);
        HttpResponse<String> handshake = get(page, node.ports().socket(), HANDSHAKE);
        assertThat(handshake.statusCode()).isEqualTo(200);
        assertThat(handshake.headers().firstValue("Access-Control-Allow-Origin"))
                .contains(page);
    }

    @Test
    void aPageOfAnotherHostMayNot() throws Exception {
        node = RunningNode.start(NO_ORIGIN, true);

        for (String page :
                Set.of("http://elsewhere.example", "http://127.0.0.10", "null", "http://127.0.0.1.example")) {
            assertThat(get(page, node.ports().socket(), HANDSHAKE).statusCode())
                    .as(page)
                    .isEqualTo(403);
        }
    }

    @Test
    void withoutTheDemoPageNoPageMay() throws Exception {
        node = RunningNode.start(NO_ORIGIN, false);
        String page = "http://127.0.0.1:" + node.ports().http();

        assertThat(get(page, node.ports().http(), "/").statusCode()).isEqualTo(404);
        assertThat(get(page, node.ports().socket(), HANDSHAKE).statusCode()).isEqualTo(403);
    }

    private static HttpResponse<String> get(String origin, int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Origin", origin)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
