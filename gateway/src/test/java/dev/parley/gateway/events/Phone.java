package dev.parley.gateway.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.testing.Stages;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.wire.Reply;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.gateway.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A device with one socket, which records received events as {@code event {json}}. */
final class Phone implements SocketOutput {
    private final HandlerFixture gateway;
    private final List<String> heard = new ArrayList<>();
    private Optional<DisconnectReason> closed = Optional.empty();
    final Connection connection;

    Phone(HandlerFixture gateway, Optional<Identity> identity) {
        this.gateway = gateway;
        this.connection = gateway.sessions.open(this, new Member(null), identity);
        gateway.rooms.hears(connection.member(), this);
    }

    /** The acknowledgement as JSON. */
    JsonNode emit(String event, String json) {
        return tree(Stages.await(emitLater(event, json)));
    }

    CompletionStage<Reply> emitLater(String event, String json) {
        return gateway.requests.answer(connection, gateway.endpoint(event), parse(json));
    }

    JsonNode emitUnknown(String event) {
        return tree(gateway.requests.answerUnknown(connection, event));
    }

    /** The code of the refusal; {@code ok} when there was none. */
    String outcome(String event, String json) {
        JsonNode reply = emit(event, json);
        return reply.get("ok").booleanValue() ? "ok" : reply.at("/error/code").textValue();
    }

    void hangUp() {
        gateway.sessions.close(connection);
    }

    /** Events received since the last call. */
    List<String> heard() {
        List<String> since = List.copyOf(heard);
        heard.clear();
        return since;
    }

    Optional<DisconnectReason> closed() {
        return closed;
    }

    @Override
    public <P> void emit(ServerEvent<P> event, P payload) {
        heard.add(event.name() + " " + tree(payload));
    }

    @Override
    public void close(DisconnectReason reason) {
        closed = Optional.of(reason);
    }

    private static JsonNode tree(Object value) {
        return WireJson.mapper().valueToTree(value);
    }

    private static JsonNode parse(String json) {
        try {
            return WireJson.mapper().readTree(json);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
