package dev.parley.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer to a request. {@code Content-Length} and {@code Connection} are added by {@link HttpListener}.
 *
 * @param <T> the payload that a use case answers with, or {@code byte[]} once it is encoded
 * @param body null when there is none
 */
public record Response<T>(int status, Map<String, String> headers, T body) {

    /** A payload with status 200. */
    static <T> Response<T> ok(T body) {
        return of(200, body);
    }

    static <T> Response<T> of(int status, T body) {
        return new Response<>(status, Map.of(), body);
    }

    static Response<Void> noContent() {
        return empty(204);
    }

    public static <T> Response<T> empty(int status) {
        return new Response<>(status, Map.of(), null);
    }

    public static Response<byte[]> bytes(int status, String contentType, byte[] body) {
        return new Response<>(status, Map.of("Content-Type", contentType), body);
    }

    public static Response<byte[]> text(int status, String contentType, String body) {
        return bytes(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The same response with these headers added; a header of the same name is replaced. */
    public Response<T> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Response<>(status, Map.copyOf(all), body);
    }
}
