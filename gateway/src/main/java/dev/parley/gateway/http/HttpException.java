package dev.parley.gateway.http;

import java.util.Map;

/** Refuses a request for its form, before a use case sees it: an unknown path, a wrong method, a body that is too large. */
final class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;

    HttpException(int status, String message) {
        this(status, message, Map.of());
    }

    HttpException(int status, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }
}
