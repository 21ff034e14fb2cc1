package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped configurations of HAProxy and nginx, run before two fake nodes. */
class BalancerIT {
    @TempDir
    private Path folder;

    private FakeNode first;
    private FakeNode second;

    @BeforeEach
    void startNodes() throws IOException {
        first = new FakeNode();
        second = new FakeNode();
    }

    @AfterEach
    void stopNodes() {
        first.close();
        second.close();
    }

    @Test
    void haproxyGivesANodeThatBecameReadyItsShareGradually() throws Exception {
        try (Balancer haproxy = Balancer.haproxy(List.of(first, second), folder)) {
            for (String backend : List.of("socketio", "rest")) {
                first.setReady(false);
                Waiting.until("not ready", () -> status(haproxy, backend).startsWith("DOWN"));
                first.setReady(true);
                Waiting.until("ready", () -> status(haproxy, backend).startsWith("UP"));

                assertThat(haproxy.statistic(backend, "node1", "throttle"))
                        .as("percent of its share")
                        .isNotEmpty()
                        .isNotEqualTo("100");
                assertThat(haproxy.statistic(backend, "node2", "throttle")).isEmpty();
            }
        }
    }

    private static String status(Balancer haproxy, String backend) {
        return haproxy.statistic(backend, "node1", "status");
    }

    @Test
    void haproxyReplacesTheAddressThatAClientClaims() throws Exception {
        try (Balancer haproxy = Balancer.haproxy(List.of(first, second), folder)) {
            assertClaimIsReplaced(haproxy);
        }
    }

    @Test
    void nginxReplacesTheAddressThatAClientClaims() throws Exception {
        try (Balancer nginx = Balancer.nginx(List.of(first, second), folder)) {
            assertClaimIsReplaced(nginx);
        }
    }

    private static void assertClaimIsReplaced(Balancer balancer) throws Exception {
        for (String path : List.of("/api/chats", "/socket.io/?EIO=4&transport=polling")) {
            assertThat(balancer.get(path, request -> request.header("X-Forwarded-For", "203.0.113.7")))
                    .as(path)
                    .isEqualTo("[127.0.0.1]");
        }
    }
}
