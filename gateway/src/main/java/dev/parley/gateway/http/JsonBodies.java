package dev.parley.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.gateway.wire.PayloadFields;
import dev.parley.gateway.wire.WireJson;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads and writes JSON bodies. */
final class JsonBodies {
    private static final String EMPTY_OBJECT = "{}";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final ObjectReader READER = WireJson.mapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private JsonBodies() {}

    /** The fields of a JSON object; an empty body has none. Throws {@code invalid_payload}, also for a field that is named twice. */
    static PayloadFields read(byte[] body) {
        JsonNode tree = parse(body.length == 0 ? EMPTY_OBJECT : text(body));
        if (!tree.isObject()) {
            throw RequestContext.invalid("the body must be a JSON object");
        }
        return PayloadFields.of(tree);
    }

    /** Deliberate: the JSON reader alone takes bytes that are no UTF-8, such as overlong forms, so that two texts would be one. */
    private static String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw RequestContext.invalid("the body is not UTF-8");
        }
    }

    private static JsonNode parse(String body) {
        try {
            return READER.readTree(body);
        } catch (JsonProcessingException garbage) {
            throw RequestContext.invalid(
                    garbage.getOriginalMessage().startsWith("Duplicate field")
                            ? "the body names a field twice"
                            : "the body is not JSON");
        }
    }

    static Response<byte[]> response(int status, String contentType, Object body) {
        try {
            return Response.bytes(status, contentType, WireJson.mapper().writeValueAsBytes(body));
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
