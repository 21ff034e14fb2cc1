package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.testing.FreePort;
import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid options: one clear line and a non-zero exit code, before anything is opened or written. */
class GatewayStartIT {
    private static final String[] WELL_TYPED = {};

    @TempDir
    Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("an unknown option", List.of("--prot", "5000"), "--port"),
                Arguments.of("an unknown command", List.of("docter"), "doctor"),
                Arguments.of("an unknown option of a command", List.of("doctor", "--jsn"), "--json"),
                Arguments.of("a port that is no number", List.of("--port", "http"), "--port"),
                Arguments.of("a port that cannot be", List.of("--port", "70000"), "--port"),
                Arguments.of("a negative port", List.of("--http-port", "-1"), "--http-port"),
                Arguments.of("no nodes at all", List.of("--nodes", "0"), "--nodes"),
                Arguments.of("an unknown way to know users", List.of("--auth", "password"), "--auth"),
                Arguments.of("tokens without a key", List.of("--auth", "jwt"), "--jwt-secret"),
                Arguments.of("a short secret", List.of("--auth", "jwt", "--jwt-secret", "short"), "32"),
                Arguments.of("an address that is not of Redis", List.of("--redis", "http://127.0.0.1"), "--redis"),
                Arguments.of("an address that is not of MongoDB", List.of("--mongo", "postgres://a/b"), "--mongo"),
                Arguments.of("an unknown audience", List.of("--presence-audience", "friends"), "--presence-audience"),
                Arguments.of("a time without sense", List.of("--presence-grace", "soon"), "--presence-grace"),
                Arguments.of("rules that are not there", List.of("--rules", "no-such-file.yaml"), "no-such-file.yaml"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeInTheOptionsIsOneClearLine(String what, List<String> options, String named) throws Exception {
        var run = ProgramRun.of(Map.of("PARLEY_DATA_DIR", folder.toString()), options.toArray(WELL_TYPED));

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.lines()).as(what).hasSize(1);
        assertThat(run.output()).contains(named).doesNotContain("\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anUnknownVariableIsRefusedWithTheNearestKnownOne() throws Exception {
        var run = ProgramRun.of(Map.of("PARLEY_REDDIS", "redis://127.0.0.1", "PARLEY_DATA_DIR", folder.toString()));

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.lines()).hasSize(1);
        assertThat(run.output()).contains("PARLEY_REDDIS").contains("PARLEY_REDIS");
    }

    @Test
    void aBadValueInAVariableIsRefusedToo() throws Exception {
        var run = ProgramRun.of(Map.of("PARLEY_PORT", "many", "PARLEY_DATA_DIR", folder.toString()));

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.lines()).hasSize(1);
        assertThat(run.output()).contains("many");
    }

    @Test
    void aRulesFileWithAnUnknownRuleNamesItsLine() throws Exception {
        var rules = Files.writeString(folder.resolve("rules.yaml"), "rate: { burst: 5 }\nraet: { burst: 5 }\n");

        var run = ProgramRun.of(
                Map.of(),
                "--rules",
                rules.toString(),
                "--data-dir",
                folder.resolve("data").toString());

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.lines()).hasSize(1);
        assertThat(run.output()).contains("raet").contains("2");
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = "" + taken.getLocalPort();
            var run = ProgramRun.of(
                    Map.of("PARLEY_DATA_DIR", folder.toString()),
                    "--port",
                    port,
                    "--http-port",
                    "" + FreePort.next(),
                    "--ops-port",
                    "" + FreePort.next());

            assertThat(run.exitCode()).isNotZero();
            assertThat(run.lines()).last().asString().contains(port);
            assertThat(run.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void helpAndVersionAreNoMistakes() throws Exception {
        assertThat(ProgramRun.of(Map.of(), "--help")).satisfies(run -> {
            assertThat(run.exitCode()).isZero();
            assertThat(run.output()).contains("--presence-audience").contains("--no-demo");
        });
        assertThat(ProgramRun.of(Map.of(), "--version").exitCode()).isZero();
    }

    /** Another process may take the port while the gateway, already alive, waits for its stores. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aPortThatIsTakenAtTheLastMomentIsOneClearLineAndTheEnd(int which) throws Exception {
        assumeTrue(Programs.onPath("redis-server").isPresent(), "redis-server is missing");
        var ports = List.of(FreePort.next(), FreePort.next());
        var redisPort = FreePort.next();
        var ops = FreePort.next();
        var run = CompletableFuture.supplyAsync(() -> runOn(ports, ops, redisPort));
        Waiting.until("alive", Duration.ofSeconds(30), () -> Listening.on(ops));
        try (var taken = new ServerSocket(ports.get(which), 1, InetAddress.getByName("127.0.0.1"));
                var redis = RedisServer.startOn(redisPort)) {
            var ended = run.get(60, TimeUnit.SECONDS);
            assertThat(ended.exitCode()).isNotZero();
            assertThat(ended.output()).doesNotContain("\tat ");
            assertThat(ended.lines()).last().asString().startsWith("parley: ").contains("" + taken.getLocalPort());
            assertThat(redis.address()).endsWith(":" + redisPort);
        }
    }

    private ProgramRun runOn(List<Integer> ports, int ops, int redisPort) {
        try {
            return ProgramRun.of(
                    Map.of(),
                    "--host=127.0.0.1",
                    "--auth=none",
                    "--port=" + ports.get(0),
                    "--http-port=" + ports.get(1),
                    "--ops-port=" + ops,
                    "--redis=redis://127.0.0.1:" + redisPort,
                    "--data-dir=" + folder);
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The gateway stays alive and logs what it waits for, so stores and gateways can be started in any order. */
    @Test
    void aGatewayWithoutItsStoresIsAliveAndNotReadyUntilTheyCome() throws Exception {
        assumeTrue(Programs.onPath("redis-server").isPresent(), "redis-server is missing");
        var redisPort = FreePort.next();
        var mongo = TestMongo.start(folder, "parley_start");
        var options =
                List.of("--redis", "redis://127.0.0.1:" + redisPort, "--mongo", mongo.address(), "--auth", "none");
        try (mongo;
                var gateway = new GatewayProcess(options, folder.resolve("gateway.log"))) {
            gateway.launch();
            Waiting.until("alive", Duration.ofSeconds(30), () -> gateway.health("/health/live") == 200);
            assertThat(gateway.health("/health/ready")).isEqualTo(503);
            Waiting.until("says which store", Duration.ofSeconds(20), () -> gateway.output()
                    .toLowerCase(Locale.ROOT)
                    .contains("redis"));

            try (var redis = RedisServer.startOn(redisPort)) {
                assertThat(redis.address()).endsWith(":" + redisPort);
                gateway.awaitReady();
            }
        }
    }
}
