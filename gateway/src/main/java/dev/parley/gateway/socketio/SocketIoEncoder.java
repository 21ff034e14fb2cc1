package dev.parley.gateway.socketio;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Socket.IO 5, section "Packet encoding": packets to the text and the attachments that carry them. Arguments are anything the
 * {@link Json} mapper writes; {@code byte[]} and binary nodes at any depth become attachments. Nothing passed in is changed.
 */
public final class SocketIoEncoder {

    /** No acknowledgement id. */
    public static final long NO_ID = -1;

    private static final ObjectWriter WRITER =
            Json.MAPPER.writer().without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

    /** Half a surrogate pair cannot be written as UTF-8, but as an escape it can, as JSON.stringify does. */
    private static final ObjectWriter ESCAPING = WRITER.with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private SocketIoEncoder() {}

    /** @param namespace {@code /} or {@code /custom} */
    public static EncodedPacket encode(String namespace, String event, Object... args) {
        return event(namespace, NO_ID, event, Arrays.asList(args), false);
    }

    public static EncodedPacket event(String namespace, long ackId, String event, List<?> args, boolean isVolatile) {
        return encode(PacketType.EVENT, namespace, ackId, event, args, isVolatile);
    }

    public static EncodedPacket ack(String namespace, long ackId, List<?> args) {
        return encode(PacketType.ACK, namespace, ackId, null, args, false);
    }

    /** Section "Connection to a namespace": the server's answer. */
    public static EncodedPacket connect(String namespace, String socketId) {
        return new EncodedPacket(control(PacketType.CONNECT, namespace, new Connected(socketId)));
    }

    /**
     * The same with connection state recovery.
     *
     * @param pid with which the client can resume the session
     */
    public static EncodedPacket connect(String namespace, String socketId, String pid) {
        return new EncodedPacket(control(PacketType.CONNECT, namespace, new Recoverable(socketId, pid)));
    }

    /** @param error an object with {@code message}, and {@code data} perhaps */
    public static EncodedPacket connectError(String namespace, Object error) {
        return new EncodedPacket(control(PacketType.CONNECT_ERROR, namespace, error));
    }

    public static EncodedPacket disconnect(String namespace) {
        return new EncodedPacket(
                header(PacketType.DISCONNECT, 0, namespace, NO_ID).getBytes(StandardCharsets.UTF_8));
    }

    private record Connected(String sid) {}

    private record Recoverable(String sid, String pid) {}

    private static byte[] control(PacketType type, String namespace, Object data) {
        try {
            var out = new Utf8Text(header(type, 0, namespace, NO_ID));
            out.write(ESCAPING.writeValueAsBytes(data));
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EncodedPacket encode(
            PacketType type, String namespace, long ackId, String event, List<?> args, boolean isVolatile) {
        try {
            try {
                return encode(WRITER, type, namespace, ackId, event, args, isVolatile);
            } catch (JsonGenerationException halfSurrogate) {
                return encode(ESCAPING, type, namespace, ackId, event, args, isVolatile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EncodedPacket encode(
            ObjectWriter writer,
            PacketType type,
            String namespace,
            long ackId,
            String event,
            List<?> args,
            boolean isVolatile)
            throws IOException {
        var out = new Utf8Text(header(type, 0, namespace, ackId));
        int jsonStart = out.size();
        var json = new AttachmentCollector(writer.createGenerator(out));
        writeArray(writer, json, event, args);
        json.close();
        List<byte[]> attachments = json.attachments();
        if (attachments.isEmpty()) {
            return new EncodedPacket(out.toByteArray(), attachments, isVolatile);
        }
        var binary = new Utf8Text(header(type.binary(), attachments.size(), namespace, ackId));
        binary.write(out.toByteArray(), jsonStart, out.size() - jsonStart);
        return new EncodedPacket(binary.toByteArray(), List.copyOf(attachments), isVolatile);
    }

    private static void writeArray(ObjectWriter writer, JsonGenerator json, String event, List<?> args)
            throws IOException {
        json.writeStartArray();
        if (event != null) {
            json.writeString(event);
        }
        for (Object arg : args) {
            writer.writeValue(json, arg);
        }
        json.writeEndArray();
    }

    /** {@code <4><type>[<attachments>-][<namespace>,][<id>]}, the 4 being Engine.IO's message. */
    private static String header(PacketType type, int attachments, String namespace, long ackId) {
        var header = new StringBuilder(16).append('4').append(type.digit());
        if (attachments > 0) {
            header.append(attachments).append('-');
        }
        if (!namespace.isEmpty() && !namespace.equals("/")) {
            header.append(namespace).append(',');
        }
        if (ackId != NO_ID) {
            header.append(ackId);
        }
        return header.toString();
    }

    private static final class Utf8Text extends ByteArrayOutputStream {
        Utf8Text(String header) {
            super(256);
            writeBytes(header.getBytes(StandardCharsets.UTF_8));
        }
    }
}
