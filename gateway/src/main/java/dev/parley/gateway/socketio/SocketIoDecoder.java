package dev.parley.gateway.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.engineio.MalformedInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Socket.IO 5, section "Packet encoding", from text to packet in one pass. Whatever deviates is malformed. */
final class SocketIoDecoder {

    /** Names that the library gives a meaning of its own on the receiving side. */
    private static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    /** The largest integer below which a JavaScript client can count without a gap. */
    private static final long MAX_ID = 1L << 53;

    private static final int MAX_ID_DIGITS = 16;

    private final byte[] text;
    private int at;

    private SocketIoDecoder(byte[] text, int from) {
        this.text = text;
        this.at = from;
    }

    /** Decodes what follows position {@code from} in an Engine.IO message. */
    static SocketPacket decode(byte[] text, int from, int maxAttachments) throws MalformedInputException {
        return new SocketIoDecoder(text, from).packet(maxAttachments);
    }

    private SocketPacket packet(int maxAttachments) throws MalformedInputException {
        PacketType type = at < text.length ? PacketType.of(text[at++]) : null;
        if (type == null || type == PacketType.CONNECT_ERROR) {
            throw new MalformedInputException("packet type");
        }
        int attachments = type.isBinary() ? attachments(maxAttachments) : 0;
        String namespace = namespace();
        long id = id();
        JsonNode data = at < text.length ? json() : null;
        check(type, id, data);
        return new SocketPacket(type, namespace, id, data, attachments);
    }

    private int attachments(int max) throws MalformedInputException {
        long count = number(3);
        if (count < 0 || count > max || at == text.length || text[at++] != '-') {
            throw new MalformedInputException("attachments");
        }
        return (int) count;
    }

    private String namespace() {
        if (at == text.length || text[at] != '/') {
            return "/";
        }
        int start = at;
        while (at < text.length && text[at] != ',') {
            at++;
        }
        int end = start;
        while (end < at && text[end] != '?') {
            end++;
        }
        at = Math.min(at + 1, text.length);
        return end - start == 1 ? "/" : new String(text, start, end - start, StandardCharsets.UTF_8);
    }

    private long id() throws MalformedInputException {
        long id = number(MAX_ID_DIGITS);
        if (id > MAX_ID) {
            throw new MalformedInputException("acknowledgement id");
        }
        return id;
    }

    /** The number at this position, or -1 when none is here. */
    private long number(int maxDigits) throws MalformedInputException {
        int start = at;
        long number = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            number = number * 10 + text[at++] - '0';
            if (at - start > maxDigits) {
                throw new MalformedInputException("number");
            }
        }
        return at == start ? -1 : number;
    }

    private JsonNode json() throws MalformedInputException {
        try {
            return Json.MAPPER.readTree(text, at, text.length - at);
        } catch (IOException e) {
            throw new MalformedInputException("JSON");
        }
    }

    private static void check(PacketType type, long id, JsonNode data) throws MalformedInputException {
        boolean isValid =
                switch (type) {
                    case CONNECT -> id == SocketIoEncoder.NO_ID && (data == null || data.isObject());
                    case DISCONNECT -> id == SocketIoEncoder.NO_ID && data == null;
                    case EVENT, BINARY_EVENT -> data != null && data.isArray() && isEventName(data.get(0));
                    case ACK, BINARY_ACK -> id != SocketIoEncoder.NO_ID && data != null && data.isArray();
                    case CONNECT_ERROR -> false;
                };
        if (!isValid) {
            throw new MalformedInputException("payload of " + type);
        }
    }

    private static boolean isEventName(JsonNode name) {
        return name != null && (name.isNumber() || (name.isTextual() && !RESERVED.contains(name.textValue())));
    }
}
