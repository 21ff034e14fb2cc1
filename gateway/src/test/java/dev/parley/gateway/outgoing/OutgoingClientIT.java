package dev.parley.gateway.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.endpoint.Target;
import dev.parley.gateway.webhooks.Receiver;
import dev.parley.gateway.webhooks.Receiver.Reply;
import dev.parley.testing.Waiting;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests to a real HTTP server. */
class OutgoingClientIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Receiver receiver = new Receiver();
    private final OutgoingClient client = new OutgoingClient("test", Clock.systemUTC());

    @AfterEach
    void end() {
        client.stop();
        receiver.close();
    }

    /** The URL is checked when it is configured; the address of its host only now. */
    @Test
    void aPrivateAddressIsNotConnectedToUnlessThatIsAllowed() {
        URI url = URI.create(receiver.url());

        assertThat(failureOf(new Target(url, true, false), LONG)).isEqualTo(FailureReason.PRIVATE_ADDRESS);
        assertThat(receiver.all()).isEmpty();
        assertThat(post(new Target(url, true, true), LONG).isSuccess()).isTrue();
    }

    @Test
    void aRedirectIsNotFollowed() {
        receiver.behave(request -> new Reply(307, Map.of("Location", receiver.url()), new byte[0]));

        assertThat(post(allowed(), LONG).status()).isEqualTo(307);
        assertThat(receiver.all()).hasSize(1);
    }

    @Test
    void ofALongReplyTheBeginningIsRead() {
        receiver.behave(request -> new Reply(200, Map.of(), new byte[10 * OutgoingClient.MAX_REPLY]));

        assertThat(post(allowed(), LONG).body()).hasSize(OutgoingClient.MAX_REPLY);
    }

    @Test
    void aServerThatHangsIsGivenUp() {
        receiver.behave(request -> Reply.HANG);

        assertThat(failureOf(allowed(), Duration.ofMillis(300))).isEqualTo(FailureReason.TIMEOUT);
    }

    private Target allowed() {
        return new Target(URI.create(receiver.url()), true, true);
    }

    private FailureReason failureOf(Target target, Duration timeout) {
        try {
            throw new AssertionError("answered with " + post(target, timeout).status());
        } catch (CompletionException failure) {
            return FailureReason.of(failure);
        }
    }

    private OutgoingReply post(Target target, Duration timeout) {
        CompletableFuture<OutgoingReply> reply = client.post(
                        target, Map.of(), "{}".getBytes(StandardCharsets.UTF_8), timeout)
                .toCompletableFuture();
        Waiting.until("it is answered or given up", reply::isDone);
        return reply.join();
    }
}
