package dev.parley.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What is sent back; {@code Content-Length} and {@code Connection} are the listener's business. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HttpReply(int status, Map<String, String> headers, byte[] body) {

    private static final byte[] NOTHING = {};

    public static HttpReply of(int status, String contentType, byte[] body) {
        return new HttpReply(status, Map.of("Content-Type", contentType), body);
    }

    public static HttpReply text(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpReply empty(int status) {
        return new HttpReply(status, Map.of(), NOTHING);
    }

    /** The same with these headers added; a name that is already there takes the new value. */
    public HttpReply with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new HttpReply(status, Map.copyOf(all), body);
    }
}
