package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.parley.testing.FreePort;
import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis and MongoDB with certificates of a private authority: {@code --trusted-ca}. */
class PrivateAuthorityIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private PrivateAuthority authority;
    private RedisServer redis;
    private int redisPort;
    private MongoServer mongo;
    private String mongoAddress;

    @BeforeEach
    void startStoresWithTls() throws Exception {
        assumeTrue(Programs.onPath("openssl").isPresent(), "openssl is missing");
        assumeTrue(Programs.onPath("redis-server").isPresent(), "redis-server is missing");
        authority = PrivateAuthority.in(folder.resolve("ca"));
        redisPort = FreePort.next();
        redis = RedisServer.startOn(
                FreePort.next(),
                "--tls-port",
                "" + redisPort,
                "--tls-cert-file",
                authority.file("server.pem").toString(),
                "--tls-key-file",
                authority.file("server.key").toString(),
                "--tls-auth-clients",
                "no");
        mongo = new MongoServer(new MemoryBackend());
        mongo.enableSsl(authority.key(), "", authority.certificate());
        mongoAddress = "mongodb://127.0.0.1:" + mongo.bind().getPort() + "/parley?tls=true";
    }

    @AfterEach
    void stopThem() {
        if (redis != null) {
            redis.close();
        }
        if (mongo != null) {
            mongo.shutdownNow();
        }
    }

    @Test
    void aGatewayThatTrustsTheAuthorityServes() {
        try (var gateway = gateway("--trusted-ca", authority.file("ca.pem").toString())) {
            gateway.launch().awaitReady();
        }
    }

    @Test
    void withoutTheOptionTheStoresAreNotTrusted() {
        try (var gateway = gateway()) {
            gateway.launch();
            Waiting.until("Redis is refused", PATIENCE, () -> gateway.output().contains("cannot be reached, retrying"));
            assertThat(gateway.output()).contains("PKIX path building failed");
            assertThat(gateway.health("/health/ready")).isEqualTo(503);
        }
    }

    @Test
    void aFileWithoutACertificateIsOneClearLine() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));

        var run = ProgramRun.of(Map.of(), "--trusted-ca", empty.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.lines()).containsExactly("parley: --trusted-ca: " + empty + " contains no certificate");
    }

    private GatewayProcess gateway(String... more) {
        List<String> options = new ArrayList<>(
                List.of("--auth", "none", "--redis", "rediss://127.0.0.1:" + redisPort, "--mongo", mongoAddress));
        options.addAll(List.of(more));
        return new GatewayProcess(options, folder.resolve("gateway.log"));
    }
}
