package dev.parley.loadtests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.client.Json;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.client.SocketListener;
import io.netty.buffer.ByteBuf;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One connection of a person, from the attempt until it is cut. On the clients' event loop only. */
final class Line implements SocketListener {

    private final Person person;
    private LoadSocket socket;
    private boolean isReady;
    private boolean isCut;
    private boolean isToldToGo;

    Line(Person person) {
        this.person = person;
    }

    LoadSocket use(LoadSocket opened) {
        socket = opened;
        return opened;
    }

    LoadSocket socket() {
        return socket;
    }

    /** The person is in the chat. */
    void ready() {
        isReady = true;
    }

    boolean isUsable() {
        return isReady && !isCut && !isToldToGo;
    }

    /** The time to go that {@code server-draining} named has come: an answer that is due is waited for. */
    void go() {
        isToldToGo = true;
        goIfTold();
    }

    void goIfTold() {
        if (isToldToGo && !person.hasUnanswered()) {
            giveUp();
        }
    }

    /** Also when there never was a connection. */
    void giveUp() {
        if (socket != null) {
            socket.close();
        }
        closed();
    }

    @Override
    public void event(ByteBuf in, int from, int to) {
        try {
            JsonNode event = Json.read(in.toString(from, to - from, StandardCharsets.UTF_8));
            person.event(event.path(0).asText(), event.path(1));
        } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    @Override
    public void closed() {
        if (!isCut) {
            isCut = true;
            person.cutOff(this);
        }
    }
}
