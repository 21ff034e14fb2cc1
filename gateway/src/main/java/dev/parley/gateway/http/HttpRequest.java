package dev.parley.gateway.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request whose body has been read.
 *
 * @param path still percent-encoded, without the query
 * @param query decoded
 * @param headers by lower-case name; the first of a repeated header
 * @param remoteAddress IP address of the client, also behind a trusted proxy
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        String remoteAddress,
        byte[] body) {

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
