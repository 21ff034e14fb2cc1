package dev.parley.gateway.docs;

import static dev.parley.gateway.docs.JsonSchemas.ordered;

import dev.parley.core.outbox.EventType;
import dev.parley.gateway.wire.WebhookPayloads;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The webhooks as an AsyncAPI channel: a message per event, whose payload is the body of the request. */
final class WebhookChannel {
    private static final String CHANNEL = "#/channels/webhooks";
    private static final String DESCRIPTION =
            "Requests of Parley to the endpoints of --webhooks, in the form of Standard Webhooks. Answer with a status of 2xx.";

    private WebhookChannel() {}

    static Map<String, Object> channel() {
        Map<String, Object> references = new LinkedHashMap<>();
        messages().keySet().forEach(name -> references.put(name, Map.of("$ref", "#/components/messages/" + name)));
        return ordered("title", "Webhooks", "description", DESCRIPTION, "messages", references);
    }

    static Map<String, Object> messages() {
        Map<String, Object> messages = new LinkedHashMap<>();
        for (EventType type : EventType.values()) {
            messages.put(type.word(), ordered("name", type.word(), "headers", headers(), "payload", body(type)));
        }
        return messages;
    }

    static Map<String, Object> operations() {
        Map<String, Object> operations = new LinkedHashMap<>();
        for (EventType type : EventType.values()) {
            operations.put(
                    "post-" + type.word(),
                    ordered(
                            "action",
                            "send",
                            "summary",
                            EventMeanings.WEBHOOKS.get(type),
                            "channel",
                            Map.of("$ref", CHANNEL),
                            "messages",
                            List.of(Map.of("$ref", CHANNEL + "/messages/" + type.word()))));
        }
        return operations;
    }

    static Set<Class<?>> types() {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (EventType type : EventType.values()) {
            types.add(WebhookPayloads.dataOf(type));
        }
        return types;
    }

    private static Map<String, Object> headers() {
        return ordered(
                "type",
                "object",
                "required",
                List.of("webhook-id", "webhook-timestamp", "webhook-signature"),
                "properties",
                ordered(
                        "webhook-id",
                        ordered("type", "string", "description", "the same for every attempt to deliver this event"),
                        "webhook-timestamp",
                        ordered("type", "string", "description", "of the attempt, in seconds since 1970"),
                        "webhook-signature",
                        ordered(
                                "type",
                                "string",
                                "description",
                                "v1,<Base64 of HMAC-SHA256 over id.timestamp.body>; several, separated by spaces, during"
                                        + " a rotation of secrets")));
    }

    private static Map<String, Object> body(EventType type) {
        return ordered(
                "type",
                "object",
                "required",
                List.of("type", "timestamp", "data"),
                "properties",
                ordered(
                        "type",
                        Map.of("const", type.word()),
                        "timestamp",
                        ordered("type", "string", "format", "date-time"),
                        "data",
                        JsonSchemas.reference(WebhookPayloads.dataOf(type))));
    }
}
