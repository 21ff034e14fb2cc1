package dev.parley.gateway.transport;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.protocol.AckArgs;
import com.corundumstudio.socketio.protocol.JsonSupport;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.socketio.Json;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * netty-socketio's JSON SPI: told which types the listeners of an event want. The packets themselves are read and written by
 * our own codecs, so of the rest only what the library's other parts may call is here.
 */
final class EventArgumentTypes implements JsonSupport {

    private static final Class<?>[] NONE = {};

    /** By namespace, then by event. */
    private final Map<String, Map<String, Class<?>[]>> types = new ConcurrentHashMap<>();

    /** Turns the arguments behind an event's name into what its listeners declared; those beyond stay as JSON. */
    List<Object> arguments(String namespace, String event, JsonNode packet) throws JsonProcessingException {
        Class<?>[] declared = types.getOrDefault(namespace, Map.of()).getOrDefault(event, NONE);
        List<Object> arguments = new ArrayList<>(packet.size() - 1);
        for (int i = 1; i < packet.size(); i++) {
            Class<?> type = i <= declared.length ? declared[i - 1] : JsonNode.class;
            JsonNode argument = packet.get(i);
            arguments.add(type == JsonNode.class ? argument : Json.MAPPER.treeToValue(argument, type));
        }
        return arguments;
    }

    /** Whether the namespace has a listener for the event. */
    boolean isDeclared(String namespace, String event) {
        return types.getOrDefault(namespace, Map.of()).containsKey(event);
    }

    @Override
    public void addEventMapping(String namespace, String event, Class<?>... eventTypes) {
        types.computeIfAbsent(namespace, key -> new ConcurrentHashMap<>()).put(event, eventTypes);
    }

    @Override
    public void removeEventMapping(String namespace, String event) {
        types.getOrDefault(namespace, Map.of()).remove(event);
    }

    @Override
    public AckArgs readAckArgs(ByteBufInputStream in, AckCallback<?> callback) throws IOException {
        return new AckArgs(List.of(Json.MAPPER.readValue((java.io.InputStream) in, callback.getResultClass())));
    }

    @Override
    public <T> T readValue(String namespace, ByteBufInputStream in, Class<T> type) throws IOException {
        return Json.MAPPER.readValue((java.io.InputStream) in, type);
    }

    @Override
    public void writeValue(ByteBufOutputStream out, Object value) throws IOException {
        Json.MAPPER.writeValue((OutputStream) out, value);
    }

    @Override
    public List<byte[]> getArrays() {
        return List.of();
    }
}
