package dev.parley.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.gateway.wire.PayloadFields;
import dev.parley.gateway.wire.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON bodies, in and out. */
final class JsonBodies {
    private static final byte[] NO_FIELDS = {'{', '}'};
    private static final ObjectReader READER =
            WireJson.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonBodies() {}

    /** The fields of a JSON object; an empty body has none. Anything else is {@code invalid_payload}. */
    static PayloadFields read(byte[] body) {
        JsonNode tree = parse(body.length == 0 ? NO_FIELDS : body);
        if (!tree.isObject()) {
            throw ApiCall.invalid("the body must be a JSON object");
        }
        return PayloadFields.of(tree);
    }

    private static JsonNode parse(byte[] body) {
        try {
            return READER.readTree(body);
        } catch (JsonProcessingException garbage) {
            throw ApiCall.invalid("the body is not JSON");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static HttpReply reply(int status, String contentType, Object body) {
        try {
            return HttpReply.of(status, contentType, WireJson.mapper().writeValueAsBytes(body));
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
