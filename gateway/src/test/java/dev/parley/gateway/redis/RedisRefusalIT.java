package dev.parley.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.error.Failures;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.core.rules.Mode;
import dev.parley.core.rules.RateRule;
import dev.parley.testing.FreePort;
import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/** What is told about a Redis that answers with an error. */
@Timeout(60)
class RedisRefusalIT {
    private static final String OOM = "OOM command not allowed when used memory > 'maxmemory'";

    private static RedisServer server;
    private static RedisConnection connection;

    @BeforeAll
    static void connect() {
        server = RedisServer.start();
        assertThat(server.ask("ACL SETUSER nobody on >secret-word +@all -exists allkeys allchannels"))
                .isEqualTo("+OK");
        connection = to("redis://127.0.0.1:" + server.port());
        Waiting.of(connection.connect());
    }

    @AfterAll
    static void disconnect() {
        connection.stop();
        server.close();
    }

    @AfterEach
    void takeWritesAgain() {
        server.ask("CONFIG SET maxmemory 0");
        server.ask("REPLICAOF NO ONE");
    }

    @Test
    void aScriptFailsWithTheErrorOfRedis() {
        server.ask("CONFIG SET maxmemory 1");
        assertThat(failureOf(write())).isEqualTo("Redis refused the script take: " + OOM);
        server.ask("CONFIG SET maxmemory 0");
        server.ask("REPLICAOF 127.0.0.1 1");
        assertThat(failureOf(write()))
                .isEqualTo("Redis refused the script take: READONLY You can't write against a read only replica");
    }

    private static CompletionStage<Object> write() {
        RScript scripts = connection.client().orElseThrow().getScript(StringCodec.INSTANCE);
        return RedisScript.load(RedisRateLimiter.class, "take")
                .run(scripts, RScript.ReturnType.LIST, List.of("anna"), 20, 120, 1);
    }

    @Test
    void theRateLimiterFailsWithTheErrorOfRedis() {
        server.ask("CONFIG SET maxmemory 1");
        var limiter = new RedisRateLimiter(
                connection.client().orElseThrow(), "test", () -> new RateRule(Mode.ENFORCE, 20, 120));
        assertThat(failureOf(limiter.tryTake(new UserId("anna")))).isEqualTo("Redis refused the script take: " + OOM);
    }

    @Test
    void aPingThatIsRefusedIsNotSilence() {
        RedisConnection restricted = to("redis://nobody:secret-word@127.0.0.1:" + server.port());
        Waiting.of(restricted.connect());
        assertThat(failureOf(restricted.ping()))
                .startsWith("Redis refused")
                .contains("NOPERM")
                .doesNotContain("secret-word", "did not answer");
        restricted.stop();
    }

    @Test
    void aWrongPasswordIsTheReasonWhyItCannotConnect() {
        RedisConnection wrong = to("redis://nobody:wrong-word@127.0.0.1:" + server.port());
        wrong.connect();
        Waiting.until("the reason is known", Duration.ofSeconds(30), () -> wrong.lastFailure()
                .contains("WRONGPASS"));
        assertThat(wrong.lastFailure()).doesNotContain("wrong-word");
        wrong.stop();
    }

    /** Redis refuses even a PING then. */
    @Test
    void whatIsPublishedReachesARedisThatCannotSave(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (var unsaved = RedisServer.startOn(
                FreePort.next(), "--save", "86400 1000000", "--dir", data.toString(), "--dbfilename", "dump.rdb")) {
            Files.delete(data);
            unsaved.ask("BGSAVE");
            Waiting.until("a ping is refused", () -> unsaved.ask("PING").startsWith("-MISCONF"));
            RedisConnection limited = to("redis://127.0.0.1:" + unsaved.port());
            Waiting.of(limited.connect());
            RedisServers servers = limited.servers().orElseThrow();
            PublishConnection publishing = Waiting.of(PublishConnection.open(
                    servers.masterOf(servers.slotOf("room")).orElseThrow()));
            assertThat(Waiting.of(publishing.publish(List.of(message("room")))))
                    .extracting(PublishConnection.Result::outcome)
                    .containsExactly(PublishConnection.Outcome.PUBLISHED);
            publishing.close();
            limited.stop();
        }
    }

    private static PublishConnection.Message message(String channel) {
        return new PublishConnection.Message() {
            @Override
            public String channel() {
                return channel;
            }

            @Override
            public byte[] value() {
                return new byte[] {1};
            }
        };
    }

    private static RedisConnection to(String address) {
        return new RedisConnection(RedisAddress.parse(address), Optional.empty());
    }

    private static String failureOf(CompletionStage<?> stage) {
        try {
            throw new AssertionError(stage.toCompletableFuture().get(30, TimeUnit.SECONDS));
        } catch (ExecutionException failed) {
            Throwable failure = Failures.unwrap(failed);
            assertThat(failure).isInstanceOf(StorageException.class).hasNoCause();
            return failure.getMessage();
        } catch (Exception other) {
            throw new AssertionError(other);
        }
    }
}
