package dev.parley.loadtests.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.client.Json;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.client.SocketListener;
import io.netty.buffer.ByteBuf;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One connection of a user, from the attempt to connect until it is closed. On the clients' event loop only. */
final class UserConnection implements SocketListener {

    private final SimulatedUser user;
    private LoadSocket socket;
    private boolean isReady;
    private boolean isClosed;
    private boolean isMoving;

    UserConnection(SimulatedUser user) {
        this.user = user;
    }

    LoadSocket use(LoadSocket opened) {
        socket = opened;
        if (isClosed) {
            opened.close();
        }
        return opened;
    }

    LoadSocket socket() {
        return socket;
    }

    /** The user is identified and in the chat. */
    void ready() {
        isReady = true;
    }

    boolean isUsable() {
        return isReady && !isClosed && !isMoving;
    }

    /** Closes, after an outstanding acknowledgement. The user connects again at once. */
    void move() {
        isMoving = true;
        closeIfMoving();
    }

    boolean isMoving() {
        return isMoving;
    }

    void closeIfMoving() {
        if (isMoving && !user.awaitsAcknowledgement()) {
            close();
        }
    }

    /** Also ends an attempt to connect. */
    void close() {
        if (socket != null) {
            socket.close();
        }
        closed();
    }

    @Override
    public void event(ByteBuf in, int from, int to) {
        try {
            JsonNode event = Json.read(in.toString(from, to - from, StandardCharsets.UTF_8));
            user.event(event.path(0).asText(), event.path(1));
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    @Override
    public void closed() {
        if (!isClosed) {
            isClosed = true;
            user.disconnected(this);
        }
    }
}
