package dev.parley.gateway.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.engineio.MalformedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A packet whose attachments are still coming (Socket.IO 5, section "Binary event"). */
final class Reassembly {

    private final SocketPacket packet;
    private final List<byte[]> attachments = new ArrayList<>(2);
    private long bytes;

    Reassembly(SocketPacket packet) {
        this.packet = packet;
    }

    void add(byte[] attachment) {
        attachments.add(attachment);
        bytes += attachment.length;
    }

    long bytes() {
        return bytes;
    }

    boolean isComplete() {
        return attachments.size() >= packet.attachments();
    }

    /** The packet with binary nodes where the placeholders were. */
    SocketPacket complete() throws MalformedInputException {
        return packet.with(fill(packet.data()));
    }

    private JsonNode fill(JsonNode node) throws MalformedInputException {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, fill(array.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            if (object.path("_placeholder").booleanValue()) {
                return attachment(object.path("num"));
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(fill(field.getValue()));
            }
        }
        return node;
    }

    private BinaryNode attachment(JsonNode number) throws MalformedInputException {
        int index = number.isInt() ? number.intValue() : -1;
        if (index < 0 || index >= attachments.size()) {
            throw new MalformedInputException("placeholder");
        }
        return BinaryNode.valueOf(attachments.get(index));
    }
}
