package dev.parley.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.error.StorageException;
import java.net.URISyntaxException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisMovedException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisResponseTimeoutException;
import org.redisson.client.RedisWrongPasswordException;
import org.redisson.misc.RedisURI;

/** What operators read when a command of Redis fails. */
class RedisFailuresTest {
    private static final String OF_REDISSON =
            ". channel: [id: 0x3d9f] data: CommandData [params: [session:secret-pid]]";

    @Test
    void anErrorIsToldAsRedisPutIt() {
        var refused = new CompletionException(
                new RedisException("READONLY You can't write against a read only replica. script: "
                        + "94d0bca139b842d1a79e6846addd72973a2cb4ea, on @user_script:7." + OF_REDISSON));
        assertThat(RedisFailures.of("the script take", refused))
                .hasMessage("Redis refused the script take: READONLY You can't write against a read only replica")
                .hasNoCause();
        assertThat(RedisFailures.words(refused))
                .isEqualTo("Redis refused: READONLY You can't write against a read only replica");
    }

    /** Redisson leaves it out. */
    @Test
    void theWordOomIsThere() {
        assertThat(RedisFailures.refusal(new RedisOutOfMemoryException(
                        "command not allowed when used memory > 'maxmemory'." + OF_REDISSON)))
                .hasValueSatisfying(error -> assertThat(error).startsWith("OOM command not allowed"));
    }

    @Test
    void silenceIsNoRefusal() {
        var silent =
                new RedisResponseTimeoutException("Redis server response timeout, params: [secret], channel: [id: 1]");
        assertThat(RedisFailures.refusal(silent)).isEmpty();
        assertThat(RedisFailures.refusal(new TimeoutException())).isEmpty();
        assertThat(RedisFailures.of("EXISTS", silent))
                .hasMessage("Redis did not answer EXISTS")
                .hasNoCause();
    }

    /** Some versions of Redis repeat the arguments of a command that they do not know. */
    @Test
    void argumentsAreNotRepeated() {
        assertThat(RedisFailures.refusal(new RedisException(
                        "ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'secret'" + OF_REDISSON)))
                .hasValue("ERR unknown command 'HELLO'");
    }

    @Test
    void anErrorWhileConnectingIsFound() {
        var failed = new RedisConnectionException(
                "Unable to connect to Redis server: 127.0.0.1",
                new CompletionException(new RedisWrongPasswordException(
                        "WRONGPASS invalid username-password pair or user is disabled." + OF_REDISSON)));
        assertThat(RedisFailures.refusal(failed))
                .hasValue("WRONGPASS invalid username-password pair or user is disabled");
    }

    @Test
    void aRedirectIsToldAsRedisPutIt() throws URISyntaxException {
        assertThat(RedisFailures.refusal(new RedisMovedException(3999, new RedisURI("redis://10.0.0.7:6379"))))
                .hasValue("MOVED 3999 10.0.0.7:6379");
    }

    @Test
    void aFailureOfTheClientKeepsItsStackTrace() {
        var broken = new IllegalStateException("not connected yet");
        assertThat(RedisFailures.of("the script take", broken)).hasCause(broken);
    }

    @Test
    void whatHasWordsKeepsThem() {
        StorageException known = RedisFailures.of("EXISTS", new TimeoutException());
        assertThat(RedisFailures.of("the event log", new CompletionException(known)))
                .isSameAs(known);
        assertThat(RedisFailures.words(known)).isEqualTo("Redis did not answer EXISTS");
    }
}
