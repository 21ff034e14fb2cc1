package dev.parley.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.gateway.wire.PayloadFields;
import dev.parley.gateway.wire.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads and writes JSON bodies. */
final class JsonBodies {
    private static final byte[] EMPTY_OBJECT = {'{', '}'};
    private static final ObjectReader READER = WireJson.mapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private JsonBodies() {}

    /** The fields of a JSON object; an empty body has none. Throws {@code invalid_payload}, also for a field that is named twice. */
    static PayloadFields read(byte[] body) {
        JsonNode tree = parse(body.length == 0 ? EMPTY_OBJECT : body);
        if (!tree.isObject()) {
            throw RequestContext.invalid("the body must be a JSON object");
        }
        return PayloadFields.of(tree);
    }

    private static JsonNode parse(byte[] body) {
        try {
            return READER.readTree(body);
        } catch (JsonProcessingException garbage) {
            throw RequestContext.invalid(
                    garbage.getOriginalMessage().startsWith("Duplicate field")
                            ? "the body names a field twice"
                            : "the body is not JSON");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
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
