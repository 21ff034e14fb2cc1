package dev.parley.presence.redis;

import dev.parley.core.error.Failures;
import dev.parley.core.error.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisMovedException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisRedirectException;
import org.redisson.client.RedisTimeoutException;

/**
 * The words for a command of Redis that failed, here and in the gateway: a refusal in the words of Redis, silence as silence. Redisson's
 * own messages are not repeated, because they contain keys, arguments and ids.
 */
public final class RedisFailures {
    private static final String ADDED_BY_REDISSON = ". channel:";
    /** What follows the error itself: arguments, and the digest of the script. */
    private static final List<Pattern> ADDED = Stream.of(
                    Pattern.quote(ADDED_BY_REDISSON),
                    ", with args beginning with",
                    "\\.? script: \\p{XDigit}{40}",
                    "\\.$")
            .map(Pattern::compile)
            .toList();

    private static final int LONGEST = 200;

    private RedisFailures() {}

    /** @param command what was asked of Redis, such as {@code the script take}; without keys and arguments */
    public static StorageException of(String command, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (cause instanceof StorageException known) {
            return known;
        }
        // Deliberate: no cause of Redisson, since log lines with a stack trace would print its message.
        return new StorageException(
                refusal(cause)
                        .map(error -> "Redis refused " + command + ": " + error)
                        .orElse("Redis did not answer " + command),
                cause instanceof RedisException ? null : cause);
    }

    /** What happened, for a log line that names the command itself. */
    public static String words(Throwable failure) {
        return Failures.unwrap(failure) instanceof StorageException known
                ? known.getMessage()
                : refusal(failure).map(error -> "Redis refused: " + error).orElse("Redis did not answer");
    }

    /** The error with which Redis refused, such as {@code OOM command not allowed when used memory > 'maxmemory'}. */
    public static Optional<String> refusal(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        while (cause != null) {
            if (cause instanceof RedisRedirectException redirect) {
                return Optional.of(error(redirect));
            }
            if (isError(cause)) {
                return Optional.of(error(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static boolean isError(Throwable cause) {
        return cause instanceof RedisException
                && !(cause instanceof RedisTimeoutException)
                && !(cause instanceof RedisConnectionException)
                && String.valueOf(cause.getMessage()).contains(ADDED_BY_REDISSON);
    }

    private static String error(RedisRedirectException redirect) {
        String kind = redirect instanceof RedisMovedException ? "MOVED" : "ASK";
        return kind + " " + redirect.getSlot() + " " + redirect.getUrl().getHost() + ":"
                + redirect.getUrl().getPort();
    }

    private static String error(Throwable cause) {
        String error = error(cause.getMessage());
        // Redisson leaves out the first word of this error alone.
        return cause instanceof RedisOutOfMemoryException ? "OOM " + error : error;
    }

    /** An error as Redis sent it, without the arguments that some versions repeat, and of bounded length. */
    public static String error(String answer) {
        String error = answer;
        for (Pattern added : ADDED) {
            error = added.split(error, 2)[0];
        }
        return error.substring(0, Math.min(error.length(), LONGEST));
    }
}
