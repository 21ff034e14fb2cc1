package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.Waiting;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second SIGTERM during the drain. The drills cover the first one, and exit code 0. */
class TerminationIT {
    /** Longer than the test waits for an end. */
    private static final String DRAIN = "10m";

    @TempDir
    private Path folder;

    @Test
    void aSecondSignalStopsADrainingNodeImmediately() throws Exception {
        List<String> options = List.of(
                "--auth",
                "none",
                "--drain-time",
                DRAIN,
                "--data-dir",
                folder.resolve("data").toString());
        try (var gateway = new GatewayProcess(options, folder.resolve("gateway.log"))) {
            gateway.launch().awaitReady();
            Socket ann = connected(gateway);
            var stores = gateway.descendants();

            gateway.signal();
            Waiting.until("the node is draining", () -> gateway.health("/health/ready") == 503);
            assertThat(gateway.isAlive()).isTrue();
            gateway.terminate();

            ann.disconnect();
            assertThat(stores).isNotEmpty();
            Waiting.until("no store is left behind", () -> stores.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private static Socket connected(GatewayProcess gateway) throws Exception {
        var options = IO.Options.builder().setForceNew(true).build();
        Socket socket = IO.socket(URI.create(gateway.socket()), options);
        var connected = new CompletableFuture<Void>();
        socket.once(Socket.EVENT_CONNECT, nothing -> connected.complete(null));
        socket.connect();
        connected.get(20, TimeUnit.SECONDS);
        return socket;
    }
}
