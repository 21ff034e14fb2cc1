package dev.parley.gateway.acceptance;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The specifications of Engine.IO 4 and Socket.IO 5, packet by packet. */
class ProtocolSpecificationIT {
    private static final int PING_INTERVAL = 300;
    /** Long enough for a client on a busy machine to answer, short enough to wait for the end of one that does not. */
    private static final int PING_TIMEOUT = 1_500;

    private static ProtocolServerProcess engine;
    private static ProtocolServerProcess socketIo;

    @BeforeAll
    static void startServers() {
        NodeJs.assumeReady();
        engine = start("--engine");
        socketIo = start();
    }

    @AfterAll
    static void endServers() {
        for (var server : new ProtocolServerProcess[] {engine, socketIo}) {
            if (server != null) {
                server.close();
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> engineIo() throws Exception {
        return play("engine-io.test.mjs");
    }

    @TestFactory
    Stream<DynamicTest> socketIo() throws Exception {
        return play("socket-io.test.mjs");
    }

    private static ProtocolServerProcess start(String... more) {
        var heartbeat = Stream.of("--ping-interval", "" + PING_INTERVAL, "--ping-timeout", "" + PING_TIMEOUT);
        return ProtocolServerProcess.start(
                Stream.concat(heartbeat, Stream.of(more)).toArray(String[]::new));
    }

    private static Stream<DynamicTest> play(String scenarios) throws Exception {
        var stage =
                "{\"engine\":\"%s\",\"protocol\":\"%s\",\"heartbeat\":{\"pingInterval\":%d,\"pingTimeout\":%d},\"nodes\":[]}"
                        .formatted(engine.url(), socketIo.url(), PING_INTERVAL, PING_TIMEOUT);
        return ScenarioFile.play(scenarios, stage, () -> engine.output() + socketIo.output());
    }
}
