package dev.parley.gateway.docs;

import dev.parley.gateway.wire.ClientEvent;
import dev.parley.gateway.wire.ConnectionPayloads.DoneReply;
import dev.parley.gateway.wire.PayloadForm;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.gateway.wire.WireError;
import dev.parley.gateway.wire.WireEvents;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The events as TypeScript, for {@code Socket<ServerToClientEvents, ClientToServerEvents>} of socket.io-client. */
final class TypeScriptEvents {
    private static final String HEAD = """
            // The events of Parley, for socket.io-client:
            //
            //   const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, { auth: { token } });
            //
            // Times are ISO-8601 strings with milliseconds and Z.

            """;
    private static final String REPLY = """
            export type Reply<T> = ({ ok: true } & T) | { ok: false; error: WireError };

            """;

    private TypeScriptEvents() {}

    static String render() {
        return HEAD
                + RecordShape.closure(types()).stream()
                        .filter(type -> type != DoneReply.class)
                        .map(TypeScriptEvents::declaration)
                        .collect(Collectors.joining("\n"))
                + "\n"
                + REPLY
                + events(
                        "ClientToServerEvents",
                        WireEvents.CLIENT_EVENTS.stream()
                                .map(TypeScriptEvents::request)
                                .toList())
                + "\n"
                + events(
                        "ServerToClientEvents",
                        WireEvents.SERVER_EVENTS.stream()
                                .map(TypeScriptEvents::serverEvent)
                                .toList());
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
        return types;
    }

    private static String declaration(Class<?> type) {
        if (type.isSealed()) {
            return "export type " + type.getSimpleName() + " = "
                    + Arrays.stream(type.getPermittedSubclasses())
                            .map(Class::getSimpleName)
                            .collect(Collectors.joining(" | "))
                    + ";\n";
        }
        return "export interface " + type.getSimpleName() + " {\n"
                + RecordShape.of(type).fields().stream()
                        .map(TypeScriptEvents::field)
                        .collect(Collectors.joining())
                + "}\n";
    }

    private static String field(RecordShape.Field field) {
        return "  " + field.name() + (field.isOptional() ? "?" : "") + ": " + ts(field.type())
                + (field.mayBeNull() ? " | null" : "") + ";\n";
    }

    private static String events(String name, List<String> events) {
        return "export interface " + name + " {\n" + String.join("", events) + "}\n";
    }

    private static String request(ClientEvent<?, ?> request) {
        String payload =
                request.forms().stream().map(form -> form(form, request)).collect(Collectors.joining(" | "));
        String reply =
                request.reply() == DoneReply.class ? "{}" : request.reply().getSimpleName();
        return "  '" + request.name() + "': (payload: " + payload + ", ack?: (reply: Reply<" + reply
                + ">) => void) => void;\n";
    }

    private static String form(PayloadForm form, ClientEvent<?, ?> request) {
        return switch (form) {
            case TEXT -> "string";
            case LIST -> "string[]";
            case OBJECT -> request.payload().getSimpleName();
        };
    }

    private static String serverEvent(ServerEvent<?> event) {
        return "  '" + event.name() + "': (payload: " + event.payload().getSimpleName() + ") => void;\n";
    }

    private static String ts(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? ts(generic.getActualTypeArguments()[0]) + "[]"
                    : "Record<string, unknown>";
        }
        if (type == String.class || type == Instant.class || RecordShape.isId(type)) {
            return "string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        return RecordShape.isNamed(type) ? ((Class<?>) type).getSimpleName() : "number";
    }
}
