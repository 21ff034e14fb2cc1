package dev.parley.gateway.http;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Failures;
import dev.parley.core.error.Rejection;
import dev.parley.core.error.StorageException;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * The body of an error response (RFC 9457).
 *
 * @param code one of the public error codes; {@code invalid_payload} for a request with a wrong form
 * @param rule the message rule that refused, by its name in the rules file
 * @param retryAfterMs after which a retry may succeed
 */
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        Optional<String> rule,
        Optional<Long> retryAfterMs,
        Optional<Map<String, Object>> details) {

    static final String CONTENT_TYPE = "application/problem+json";
    private static final Duration STORE_RETRY = Duration.ofSeconds(1);

    static Problem of(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (cause instanceof Rejection rejection) {
            return of(rejection);
        }
        if (cause instanceof HttpException refusal) {
            return of(refusal.status(), ErrorCode.INVALID_PAYLOAD, refusal.getMessage());
        }
        if (cause instanceof StorageException || cause instanceof TimeoutException) {
            return of(new Rejection(ErrorCode.UNAVAILABLE, "a store is unavailable", null, STORE_RETRY, Map.of()));
        }
        return of(500, ErrorCode.INTERNAL, "the server failed; its log has the details");
    }

    /** Whether the failure is unexpected and belongs in the log. */
    static boolean isUnexpected(Throwable failure) {
        return of(failure).status() == 500;
    }

    static Response<byte[]> responseTo(Throwable failure) {
        Response<byte[]> response = of(failure).response();
        return Failures.unwrap(failure) instanceof HttpException refusal ? response.with(refusal.headers()) : response;
    }

    private Response<byte[]> response() {
        return JsonBodies.response(status, CONTENT_TYPE, this).with(headers());
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        if (status == 401) {
            headers.put("WWW-Authenticate", challenge());
        }
        retryAfterMs.ifPresent(wait -> headers.put("Retry-After", Long.toString(Math.max(1, (wait + 999) / 1000))));
        return headers;
    }

    /** RFC 6750: no error attribute when no token was sent. */
    private String challenge() {
        return code.equals(ErrorCode.TOKEN_MISSING.word())
                ? "Bearer realm=\"parley\""
                : "Bearer realm=\"parley\", error=\"invalid_token\", error_description=\"" + code + "\"";
    }

    private static Problem of(Rejection rejection) {
        int status = statusOf(rejection.code());
        return new Problem(
                "urn:parley:error:" + rejection.code().word(),
                titleOf(status),
                status,
                rejection.getMessage(),
                rejection.code().word(),
                rejection.rule(),
                rejection.retryAfter().map(Duration::toMillis),
                Optional.of(rejection.details()).filter(details -> !details.isEmpty()));
    }

    private static Problem of(int status, ErrorCode code, String detail) {
        return new Problem(
                "about:blank",
                titleOf(status),
                status,
                detail,
                code.word(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static String titleOf(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    static int statusOf(ErrorCode code) {
        return switch (code) {
            case INVALID_PAYLOAD -> 400;
            case NOT_IDENTIFIED, TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED -> 401;
            case FORBIDDEN, IDENTITY_MISMATCH, ACCOUNT_SUSPENDED, ROLE_NOT_ALLOWED -> 403;
            case CHAT_NOT_FOUND, NOTIFICATION_NOT_FOUND -> 404;
            case CHAT_CLOSED -> 409;
            case MESSAGE_TOO_LONG,
                    CANNOT_START_CHAT,
                    RECIPIENT_UNAVAILABLE,
                    AWAITING_REPLY,
                    NEW_CONVERSATION_LIMIT,
                    CONTACT_DETAILS_BLOCKED,
                    REFUSED_BY_HOOK,
                    ATTACHMENT_NOT_ALLOWED,
                    ATTACHMENT_TOO_LARGE -> 422;
            case RATE_LIMITED -> 429;
            case UNAVAILABLE -> 503;
            case INTERNAL -> 500;
        };
    }
}
