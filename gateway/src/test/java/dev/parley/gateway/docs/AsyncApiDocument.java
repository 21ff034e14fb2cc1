package dev.parley.gateway.docs;

import static dev.parley.gateway.docs.JsonSchemas.ordered;

import dev.parley.gateway.wire.ClientEvent;
import dev.parley.gateway.wire.ConnectionPayloads.DoneReply;
import dev.parley.gateway.wire.PayloadForm;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.gateway.wire.WireError;
import dev.parley.gateway.wire.WireEvents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events as AsyncAPI 3: one channel, the namespace; an operation per event. */
final class AsyncApiDocument {
    private static final String CHANNEL = "#/channels/namespace";
    private static final String DESCRIPTION =
            "Socket.IO events of the namespace /. The payload is the event's only argument."
                    + " Every event a client emits may be acknowledged: {ok: true, ...reply} or {ok: false, error}; without an"
                    + " acknowledgement a refusal is emitted as error.";

    private AsyncApiDocument() {}

    static Map<String, Object> render() {
        return ordered(
                "asyncapi", "3.0.0",
                "info", ordered("title", "Parley", "version", "1", "description", DESCRIPTION),
                "defaultContentType", "application/json",
                "channels",
                        ordered(
                                "namespace",
                                ordered("address", "/", "title", "Socket.IO namespace", "messages", references()),
                                "webhooks",
                                WebhookChannel.channel()),
                "operations", operations(),
                "components", ordered("messages", allMessages(), "schemas", JsonSchemas.of(types())));
    }

    private static List<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>(List.of(WireError.class));
        WireEvents.CLIENT_EVENTS.forEach(request -> {
            types.add(request.reply());
            if (request.forms().contains(PayloadForm.OBJECT)) {
                types.add(request.payload());
            }
        });
        WireEvents.SERVER_EVENTS.forEach(event -> types.add(event.payload()));
        types.addAll(WebhookChannel.types());
        return types;
    }

    private static Map<String, Object> references() {
        Map<String, Object> references = new LinkedHashMap<>();
        messages().keySet().forEach(name -> references.put(name, Map.of("$ref", "#/components/messages/" + name)));
        return references;
    }

    private static Map<String, Object> operations() {
        Map<String, Object> operations = new LinkedHashMap<>();
        WireEvents.CLIENT_EVENTS.forEach(request -> operations.put("on-" + request.name(), receive(request)));
        WireEvents.SERVER_EVENTS.forEach(event -> operations.put("emit-" + event.name(), send(event)));
        operations.putAll(WebhookChannel.operations());
        return operations;
    }

    private static Map<String, Object> receive(ClientEvent<?, ?> request) {
        Map<String, Object> operation =
                operation("receive", request.name(), EventMeanings.CLIENT_EVENTS.get(request.name()));
        operation.put(
                "reply",
                ordered(
                        "channel", Map.of("$ref", CHANNEL),
                        "messages", List.of(Map.of("$ref", CHANNEL + "/messages/" + replyTo(request)))));
        return operation;
    }

    private static Map<String, Object> send(ServerEvent<?> event) {
        return operation("send", event.name(), "To " + EventMeanings.SERVER_EVENTS.get(event.name()));
    }

    private static Map<String, Object> operation(String action, String message, String summary) {
        return ordered(
                "action",
                action,
                "summary",
                summary,
                "channel",
                Map.of("$ref", CHANNEL),
                "messages",
                List.of(Map.of("$ref", CHANNEL + "/messages/" + message)));
    }

    private static Map<String, Object> messages() {
        Map<String, Object> messages = new LinkedHashMap<>();
        WireEvents.CLIENT_EVENTS.forEach(request -> {
            messages.put(request.name(), ordered("name", request.name(), "payload", payload(request)));
            messages.put(replyTo(request), ordered("name", replyTo(request), "payload", reply(request)));
        });
        WireEvents.SERVER_EVENTS.forEach(event -> messages.put(event.name(), message(event)));
        return messages;
    }

    private static Map<String, Object> allMessages() {
        Map<String, Object> messages = messages();
        messages.putAll(WebhookChannel.messages());
        return messages;
    }

    private static String replyTo(ClientEvent<?, ?> request) {
        return request.name() + "-reply";
    }

    private static Map<String, Object> message(ServerEvent<?> event) {
        return ordered("name", event.name(), "payload", JsonSchemas.reference(event.payload()));
    }

    private static Map<String, Object> payload(ClientEvent<?, ?> request) {
        List<Map<String, Object>> forms =
                request.forms().stream().map(form -> form(form, request)).toList();
        return forms.size() == 1 ? forms.get(0) : Map.of("oneOf", forms);
    }

    private static Map<String, Object> form(PayloadForm form, ClientEvent<?, ?> request) {
        return switch (form) {
            case TEXT -> ordered("type", "string", "description", request.component(form));
            case LIST ->
                ordered("type", "array", "items", Map.of("type", "string"), "description", request.component(form));
            case OBJECT -> JsonSchemas.reference(request.payload());
        };
    }

    private static Map<String, Object> reply(ClientEvent<?, ?> request) {
        Map<String, Object> accepted =
                ordered("type", "object", "required", List.of("ok"), "properties", Map.of("ok", Map.of("const", true)));
        Map<String, Object> refused = ordered(
                "type", "object",
                "required", List.of("ok", "error"),
                "properties", ordered("ok", Map.of("const", false), "error", JsonSchemas.reference(WireError.class)));
        return Map.of(
                "oneOf",
                List.of(
                        request.reply() == DoneReply.class
                                ? accepted
                                : Map.of("allOf", List.of(accepted, JsonSchemas.reference(request.reply()))),
                        refused));
    }
}
