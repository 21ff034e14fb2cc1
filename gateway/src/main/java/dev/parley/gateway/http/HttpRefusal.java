package dev.parley.gateway.http;

import java.util.Map;

/** A request refused for its form, before any use case saw it: no such path, wrong method, too large and the like. */
final class HttpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;

    HttpRefusal(int status, String message) {
        this(status, message, Map.of());
    }

    HttpRefusal(int status, String message, Map<String, String> headers) {
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
