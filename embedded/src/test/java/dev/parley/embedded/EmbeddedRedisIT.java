package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedRedisIT {
    @TempDir
    Path directory;

    private EmbeddedRedis redis;

    @BeforeEach
    void setUp() {
        redis = new EmbeddedRedis(directory);
    }

    @AfterEach
    void tearDown() {
        redis.stop();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterTheGatewayWasKilledAndNoServerIsLeftBehind() throws Exception {
        var printed = KilledProgram.outputOf(RedisWriter.class, directory, 2_000);

        var server = ProcessHandle.of(Long.parseLong(printed.get(0)));
        if (server.isPresent()) {
            server.get().onExit().get(10, TimeUnit.SECONDS);
        }
        redis.start();
        try (var client = new InlineRedis(redis.address())) {
            for (var key : printed.subList(1, printed.size())) {
                assertThat(client.ask("GET key" + key)).isEqualTo(key);
            }
        }
    }

    @Test
    void stoppingEndsTheServerAndMayBeDoneTwice() throws Exception {
        redis.start();
        long server;
        try (var client = new InlineRedis(redis.address())) {
            server = client.processId();
        }

        redis.stop();
        redis.stop();

        assertThat(ProcessHandle.of(server)).isEmpty();
    }

    @Test
    void shardedPublishAndSubscribeIsThere() throws Exception {
        redis.start();
        try (var client = new InlineRedis(redis.address())) {
            assertThat(client.ask("SPUBLISH room hello")).isEqualTo(":0");
        }
    }

    @Test
    void aSecondOneOnTheSameDirectoryIsToldSoInOneLine() {
        redis.start();

        assertThatThrownBy(() -> new EmbeddedRedis(directory).start())
                .isInstanceOf(EmbeddedStoreException.class)
                .hasMessageContaining("in use by another Parley")
                .hasMessageNotContaining("\n");
    }

    @Test
    void everyPlatformOfTheJarIsFoundByTheJavaNamesForIt() {
        assertThat(RedisBinary.platform("Linux", "amd64")).isEqualTo("linux-amd64");
        assertThat(RedisBinary.platform("Linux", "aarch64")).isEqualTo("linux-arm64");
        assertThat(RedisBinary.platform("Mac OS X", "x86_64")).isEqualTo("darwin-amd64");
        assertThat(RedisBinary.platform("Mac OS X", "aarch64")).isEqualTo("darwin-arm64");
    }
}
