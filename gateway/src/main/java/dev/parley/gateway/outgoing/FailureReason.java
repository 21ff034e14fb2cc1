package dev.parley.gateway.outgoing;

import dev.parley.core.error.Failures;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why a request has failed, as a word for the metrics. */
public enum FailureReason {
    TIMEOUT,
    CONNECT,
    UNKNOWN_HOST,
    PRIVATE_ADDRESS,
    TLS,
    CONNECTION_LOST,
    STATUS_3XX,
    STATUS_4XX,
    STATUS_5XX,
    GONE,
    INVALID_REPLY;

    private static final int GONE_STATUS = 410;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }

    /** @param status of a response that is no success */
    public static FailureReason of(int status) {
        if (status == GONE_STATUS) {
            return GONE;
        }
        if (status >= 500) {
            return STATUS_5XX;
        }
        return status >= 400 ? STATUS_4XX : STATUS_3XX;
    }

    public static FailureReason of(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (cause instanceof TimeoutException || cause instanceof io.netty.channel.ConnectTimeoutException) {
            return TIMEOUT;
        }
        if (cause instanceof PrivateAddressException) {
            return PRIVATE_ADDRESS;
        }
        if (cause instanceof UnknownHostException) {
            return UNKNOWN_HOST;
        }
        if (cause instanceof SSLException) {
            return TLS;
        }
        return cause instanceof ConnectException ? CONNECT : CONNECTION_LOST;
    }
}
