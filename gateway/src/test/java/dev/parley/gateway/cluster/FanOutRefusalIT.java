package dev.parley.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.gateway.cluster.PublishCommand.Outgoing;
import dev.parley.gateway.redis.RedisAddress;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.testing.CapturedLog;
import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the log says when Redis refuses to deliver events. */
@Timeout(60)
class FanOutRefusalIT {
    private static final String CHANNEL = ClusterFrames.channelOf("room");

    @RegisterExtension
    final CapturedLog published = CapturedLog.of(ShardedPublishCommand.class);

    @RegisterExtension
    final CapturedLog appended = CapturedLog.of(RedisEventLog.class);

    private final RedisServer server = RedisServer.start();
    private RedisConnection connection;

    @BeforeEach
    void connect() {
        assertThat(server.ask("ACL SETUSER quiet on nopass +@all allkeys resetchannels"))
                .isEqualTo("+OK");
        connection =
                new RedisConnection(RedisAddress.parse("redis://quiet:x@127.0.0.1:" + server.port()), Optional.empty());
        Waiting.of(connection.connect());
    }

    @AfterEach
    void disconnect() {
        connection.stop();
        server.close();
    }

    @Test
    void whatRedisRefusesToPublishIsLoggedOnceInItsWords() {
        var command = new ShardedPublishCommand(connection);
        for (int i = 0; i < 3; i++) {
            assertThat(Waiting.of(command.publish(command.queueOf(CHANNEL), List.of(event())))
                            .refused())
                    .hasSize(1);
        }
        assertThat(published.lines()).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("Redis refuses what is published", "NOPERM")
                .doesNotContain("hello"));
        command.stop();
    }

    @Test
    void whatRedisRefusesToAppendIsLoggedOnceInItsWords() {
        server.ask("CONFIG SET maxmemory 1");
        var log = new RedisEventLog(connection, EventLogSettings.defaults("test"), new ClusterFrames("here"));
        for (int i = 0; i < 3; i++) {
            assertThat(Waiting.of(log.publish("log", List.of(event()))).lost()).hasSize(1);
        }
        assertThat(appended.lines()).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("OOM command not allowed")
                .doesNotContain("hello"));
    }

    @Test
    void aPositionThatRedisRefusesIsNotSilence() {
        server.ask("ACL SETUSER quiet -get");
        var log = new RedisEventLog(connection, EventLogSettings.defaults("test"), new ClusterFrames("here"));
        assertThatThrownBy(() -> log.position().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .rootCause()
                .hasMessageStartingWith("Redis refused the event log: NOPERM");
    }

    private static Outgoing event() {
        return new Outgoing(
                CHANNEL, "hello".getBytes(StandardCharsets.UTF_8), System.nanoTime(), PublishCommand.Kind.EVENT);
    }
}
