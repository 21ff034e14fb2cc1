package dev.parley.gateway.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request whose body has been read.
 *
 * @param path as sent, still percent-encoded, without the query
 * @param query decoded
 * @param headers by lower-case name; of a repeated header the first
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HttpCall(
        String method, String path, Map<String, List<String>> query, Map<String, String> headers, byte[] body) {

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
