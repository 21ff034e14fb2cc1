package dev.parley.gateway.outgoing;

import java.time.Duration;
import java.util.Optional;

/**
 * The response to a request.
 *
 * @param retryAfter how long the server asks to wait
 * @param body its beginning, at most {@link OutgoingClient#MAX_REPLY} bytes
 */
public record OutgoingReply(int status, Optional<Duration> retryAfter, byte[] body) {

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
