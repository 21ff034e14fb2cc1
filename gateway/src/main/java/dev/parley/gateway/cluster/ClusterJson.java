package dev.parley.gateway.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes messages between nodes that are JSON. The event itself is not decoded: its bytes are copied and sent to the sockets as they
 * are.
 */
final class ClusterJson {
    private static final JsonFactory JSON = new JsonFactory();

    ClusterMessage read(byte[] value) throws IOException {
        try (JsonParser parser = JSON.createParser(value)) {
            ClusterFields fields = new ClusterFields();
            parser.nextToken();
            message(parser, fields, value);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something follows the message");
            }
            return fields.message();
        }
    }

    private static void message(JsonParser parser, ClusterFields fields, byte[] value) throws IOException {
        for (String name = nextField(parser); name != null; name = nextField(parser)) {
            switch (name) {
                case "nsp" -> fields.namespace = parser.getText();
                case "type" -> fields.type = parser.getIntValue();
                case "data" -> data(parser, fields, value);
                case "traceparent" -> fields.traceparent = parser.getText();
                default -> parser.skipChildren();
            }
        }
    }

    private static void data(JsonParser parser, ClusterFields fields, byte[] value) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (String name = nextField(parser); name != null; name = nextField(parser)) {
            switch (name) {
                case "opts" -> options(parser, fields);
                case "packet" -> packet(parser, fields, value);
                case "rooms" -> fields.changedRooms = strings(parser);
                case "close" -> fields.wholeConnection = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
    }

    private static void options(JsonParser parser, ClusterFields fields) throws IOException {
        for (String name = nextField(parser); name != null; name = nextField(parser)) {
            switch (name) {
                case "rooms" -> fields.rooms = strings(parser);
                case "except" -> fields.except = strings(parser);
                case "flags" -> flags(parser, fields);
                default -> parser.skipChildren();
            }
        }
    }

    private static void flags(JsonParser parser, ClusterFields fields) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = nextField(parser); name != null; name = nextField(parser)) {
            if (name.equals("volatile")) {
                fields.isVolatile = parser.currentToken() == JsonToken.VALUE_TRUE;
            }
            parser.skipChildren();
        }
    }

    private static void packet(JsonParser parser, ClusterFields fields, byte[] value) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren(); // another type's packet: an array of arguments
            return;
        }
        for (String name = nextField(parser); name != null; name = nextField(parser)) {
            if (name.equals("data") && parser.currentToken() == JsonToken.START_ARRAY) {
                fields.text = event(parser, value);
            } else if (name.equals("type")) {
                fields.packetType = parser.getIntValue();
            } else {
                parser.skipChildren();
            }
        }
    }

    /** {@code 42} and the array's own bytes. */
    private static byte[] event(JsonParser parser, byte[] value) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        byte[] text = new byte[end - start + 2];
        text[0] = '4';
        text[1] = '2';
        System.arraycopy(value, start, text, 2, end - start);
        return text;
    }

    /** Moves to the next field's value; null at the end of the object. */
    private static String nextField(JsonParser parser) throws IOException {
        String name = parser.nextFieldName();
        if (name != null) {
            parser.nextToken();
        } else if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new JsonParseException(parser, "not an object");
        }
        return name;
    }

    private static List<String> strings(JsonParser parser) throws IOException {
        List<String> strings = new ArrayList<>(1);
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new JsonParseException(parser, "rooms are an array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isScalarValue()) {
                throw new JsonParseException(parser, "a room is a string or a number");
            }
            strings.add(parser.getText());
        }
        return strings;
    }
}
