package dev.parley.gateway.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes the paths and queries of requests strictly: malformed escapes and bytes that are not UTF-8 are refused, where a lenient
 * decoder would make two ids the same.
 */
final class UriText {
    private UriText() {}

    /** The path, not decoded. */
    static String path(String uri) {
        return new QueryStringDecoder(uri).rawPath();
    }

    /** Deliberate: a plus sign in a path is a plus sign. */
    static String segment(String raw) {
        try {
            return utf8(URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException malformed) {
            throw malformed();
        }
    }

    static Map<String, List<String>> query(String uri) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        try {
            new QueryStringDecoder(uri, StandardCharsets.ISO_8859_1)
                    .parameters()
                    .forEach((name, values) -> add(parameters, name, values));
        } catch (IllegalArgumentException malformed) {
            throw malformed();
        }
        return parameters;
    }

    private static void add(Map<String, List<String>> parameters, String name, List<String> values) {
        parameters
                .computeIfAbsent(utf8(name), same -> new ArrayList<>())
                .addAll(values.stream().map(UriText::utf8).toList());
    }

    /** @param bytes one per character */
    private static String utf8(String bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new HttpException(400, "the path and query must be UTF-8");
        }
    }

    private static HttpException malformed() {
        return new HttpException(400, "malformed percent-encoding");
    }
}
