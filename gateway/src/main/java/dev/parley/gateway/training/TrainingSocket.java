package dev.parley.gateway.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A Socket.IO client of the namespace {@code /} that can do one thing: emit an event and wait for its acknowledgement. */
final class TrainingSocket {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long DEADLINE_SECONDS = 60;
    private static final String OPEN = "0";
    private static final String PING = "2";
    private static final String PONG = "3";
    private static final String CONNECT = "40";
    private static final String EVENT = "42";
    private static final String ACK = "43";

    private final ConcurrentMap<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<PacketLink> link = new CompletableFuture<>();

    TrainingSocket(PacketLink.Opener opener) {
        link.complete(opener.open(this::received));
    }

    /** Completes with the acknowledgement; fails when none comes within 20 s. */
    CompletableFuture<JsonNode> emit(String event, Object payload) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> acknowledged = new CompletableFuture<>();
        waiting.put(id, acknowledged);
        connected.thenAccept(ready -> send(EVENT + id + json(new Object[] {event, payload})));
        return acknowledged.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    void close() {
        link.thenAccept(PacketLink::close);
    }

    private void send(String packet) {
        link.thenAccept(open -> open.send(packet));
    }

    private void received(String packet) {
        if (packet.startsWith(OPEN)) {
            send(CONNECT + json(Map.of()));
        } else if (packet.equals(PING)) {
            send(PONG);
        } else if (packet.startsWith(CONNECT)) {
            connected.complete(null);
        } else if (packet.startsWith(ACK)) {
            acknowledged(packet.substring(ACK.length()));
        }
    }

    private void acknowledged(String acknowledgement) {
        int arguments = acknowledgement.indexOf('[');
        CompletableFuture<JsonNode> waits = waiting.remove(Integer.parseInt(acknowledgement.substring(0, arguments)));
        if (waits != null) {
            waits.complete(parse(acknowledgement.substring(arguments)).path(0));
        }
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static JsonNode parse(String text) {
        try {
            return text.isEmpty() ? JsonNodeFactory.instance.missingNode() : JSON.readTree(text);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
