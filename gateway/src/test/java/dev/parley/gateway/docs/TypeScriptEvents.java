package dev.parley.gateway.docs;

import dev.parley.gateway.wire.ChatPayloads.TypingPayload;
import dev.parley.gateway.wire.ClientEvent;
import dev.parley.gateway.wire.ConnectionPayloads.DoneReply;
import dev.parley.gateway.wire.MediaPayload;
import dev.parley.gateway.wire.PayloadForm;
import dev.parley.gateway.wire.PresencePayloads.GetOnlineStatusPayload;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.gateway.wire.WireError;
import dev.parley.gateway.wire.WireEvents;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The events as TypeScript, for socket.io-client. */
final class TypeScriptEvents {
    private static final String HEAD = """
            // The events of Parley, for socket.io-client:
            //
            //   const socket: ParleySocket = io(url, { auth: { token } });
            //   const reply = await socket.emitWithAck('join-chat', { chatId, afterSeq });
            //
            // Times are ISO-8601 strings with milliseconds and Z.

            import type { Socket } from 'socket.io-client';

            """;
    private static final String TAIL = """

            export type Reply<T> = ({ ok: true } & T) | { ok: false; error: WireError };

            export type PayloadOf<E extends keyof ClientToServerEvents> = Parameters<ClientToServerEvents[E]>[0];

            export type ReplyOf<E extends keyof ClientToServerEvents> = Extract<
              Parameters<Parameters<ClientToServerEvents[E]>[1]>[0],
              { ok: true }
            >;

            /** Types `emitWithAck`, and `emit` with an acknowledgement and without one. */
            export type ParleySocket = Socket<ServerToClientEvents, ClientToServerEvents> & {
              emit<E extends keyof ClientToServerEvents>(event: E, payload: PayloadOf<E>): unknown;
            };
            """;

    /** Of these payloads one of the named fields is needed. */
    private static final Map<Class<?>, List<String>> ALTERNATIVES = Map.of(
            TypingPayload.class, List.of("chatId", "roomId"),
            GetOnlineStatusPayload.class, List.of("userId", "userIds"));

    /** What clients may also emit in place of an object. */
    private static final Map<Type, String> SHORT_FORMS = Map.of(MediaPayload.class, "string");

    private TypeScriptEvents() {}

    static String render() {
        return HEAD
                + words()
                + "\n"
                + RecordShape.closure(types()).stream()
                        .filter(type -> type != DoneReply.class)
                        .map(TypeScriptEvents::declaration)
                        .collect(Collectors.joining("\n"))
                + "\n"
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
                                .toList())
                + TAIL;
    }

    private static String words() {
        return WordFields.types().entrySet().stream()
                .map(type -> "export type " + type.getKey() + " ="
                        + type.getValue().stream().map("\n  | '%s'"::formatted).collect(Collectors.joining()) + ";\n")
                .collect(Collectors.joining("\n"));
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
        List<RecordShape.Field> fields = RecordShape.of(type).fields();
        return ALTERNATIVES.containsKey(type)
                ? "export type " + type.getSimpleName() + " =" + alternatives(ALTERNATIVES.get(type), fields) + ";\n"
                : "export interface " + type.getSimpleName() + " {\n" + fields(fields, isEmitted(type)) + "}\n";
    }

    private static String alternatives(List<String> names, List<RecordShape.Field> fields) {
        return names.stream()
                .map(name -> "\n  | { "
                        + fields.stream()
                                .filter(field -> field.name().equals(name) || !names.contains(field.name()))
                                .map(field ->
                                        field.name() + (field.name().equals(name) ? "" : "?") + ": " + ts(field.type()))
                                .collect(Collectors.joining("; "))
                        + " }")
                .collect(Collectors.joining());
    }

    private static String fields(List<RecordShape.Field> fields, boolean isEmitted) {
        return fields.stream().map(field -> field(field, isEmitted)).collect(Collectors.joining());
    }

    private static boolean isEmitted(Class<?> type) {
        return WireEvents.CLIENT_EVENTS.stream().anyMatch(event -> event.payload() == type);
    }

    private static String field(RecordShape.Field field, boolean isEmitted) {
        return "  " + field.name() + (field.isOptional() ? "?" : "") + ": " + typeOf(field, isEmitted)
                + (field.mayBeNull() ? " | null" : "") + ";\n";
    }

    private static String typeOf(RecordShape.Field field, boolean isEmitted) {
        if (WordFields.contains(field)) {
            return WordFields.typeOf(field);
        }
        if (isEmitted
                && field.type() instanceof ParameterizedType list
                && SHORT_FORMS.containsKey(list.getActualTypeArguments()[0])) {
            Type item = list.getActualTypeArguments()[0];
            return "(" + ts(item) + " | " + SHORT_FORMS.get(item) + ")[]";
        }
        return ts(field.type());
    }

    private static String events(String name, List<String> events) {
        return "export interface " + name + " {\n" + String.join("", events) + "}\n";
    }

    private static String request(ClientEvent<?, ?> request) {
        String payload =
                request.forms().stream().map(form -> form(form, request)).collect(Collectors.joining(" | "));
        String reply =
                request.reply() == DoneReply.class ? "{}" : request.reply().getSimpleName();
        return "  '" + request.name() + "': (payload: " + payload + ", ack: (reply: Reply<" + reply
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
