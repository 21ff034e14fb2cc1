package dev.parley.gateway.docs;

import dev.parley.core.error.ErrorCode;
import dev.parley.gateway.http.ProblemShape;
import dev.parley.gateway.wire.ClientEvent;
import dev.parley.gateway.wire.PayloadForm;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.gateway.wire.WireEvents;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The tables of {@code docs/PROTOCOL.md}. */
final class ProtocolTables {
    private ProtocolTables() {}

    static String clientEvents() {
        return "| client emits | payload | effect | answer, beside `ok: true` |\n|---|---|---|---|\n"
                + WireEvents.CLIENT_EVENTS.stream().map(ProtocolTables::row).collect(Collectors.joining());
    }

    static String serverEvents() {
        return "| server emits | payload | to |\n|---|---|---|\n"
                + WireEvents.SERVER_EVENTS.stream().map(ProtocolTables::row).collect(Collectors.joining());
    }

    static String errors() {
        return "| code | HTTP |\n|---|---|\n"
                + Arrays.stream(ErrorCode.values())
                        .map(code -> "| `" + code.word() + "` | " + ProblemShape.statusOf(code) + " |\n")
                        .collect(Collectors.joining());
    }

    private static String row(ClientEvent<?, ?> request) {
        String payload =
                request.forms().stream().map(form -> form(form, request)).collect(Collectors.joining(" or "));
        return "| `" + request.name() + "` | " + payload + " | " + EventMeanings.CLIENT_EVENTS.get(request.name())
                + " | " + answer(request.reply()) + " |\n";
    }

    private static String row(ServerEvent<?> event) {
        return "| `" + event.name() + "` | " + fields(event.payload()) + " | "
                + EventMeanings.SERVER_EVENTS.get(event.name()) + " |\n";
    }

    private static String form(PayloadForm form, ClientEvent<?, ?> request) {
        return switch (form) {
            case TEXT -> "a string, the `" + request.component(form) + "`";
            case LIST -> "an array of strings, the `" + request.component(form) + "`";
            case OBJECT -> fields(request.payload());
        };
    }

    private static String answer(Class<?> reply) {
        return reply.isSealed()
                ? Arrays.stream(reply.getPermittedSubclasses())
                        .map(ProtocolTables::fields)
                        .collect(Collectors.joining(" or "))
                : fields(reply);
    }

    private static String fields(Class<?> type) {
        String fields = RecordShape.of(type).fields().stream()
                .map(field -> field.name() + (field.isOptional() ? "?" : ""))
                .collect(Collectors.joining(", "));
        return fields.isEmpty() ? "" : "`{" + fields + "}`";
    }
}
