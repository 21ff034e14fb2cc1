package dev.parley.gateway.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Declares an event that clients emit: its payload, and the reply that acknowledges it.
 *
 * @param forms the JSON forms of the payload, the preferred one first
 * @param reader reads the payload from its fields
 */
public record ClientEvent<P, R>(
        String name, Class<P> payload, Class<R> reply, List<PayloadForm> forms, Function<PayloadFields, P> reader) {

    public ClientEvent {
        forms = List.copyOf(forms);
    }

    /** Throws {@link ErrorCode#INVALID_PAYLOAD} that names the field, for anything but the documented forms. */
    public P decode(JsonNode arrived) {
        return reader.apply(fields(arrived));
    }

    /** The id of the chat that the payload names, not checked; empty when it names none. */
    public Optional<String> chatIn(JsonNode arrived) {
        if (!component(PayloadForm.TEXT).equals("chatId")) {
            return Optional.empty();
        }
        JsonNode named = arrived.isObject() ? arrived.path(arrived.has("chatId") ? "chatId" : "roomId") : arrived;
        return Optional.ofNullable(named.textValue());
    }

    private PayloadFields fields(JsonNode arrived) {
        return forms.stream()
                .filter(form -> fits(form, arrived))
                .findFirst()
                .map(form -> form == PayloadForm.OBJECT
                        ? PayloadFields.of(arrived)
                        : PayloadFields.only(component(form), arrived))
                .orElseThrow(() -> new Rejection(ErrorCode.INVALID_PAYLOAD, "payload must be " + expected()));
    }

    private static boolean fits(PayloadForm form, JsonNode arrived) {
        return switch (form) {
            case TEXT -> arrived.isTextual();
            case LIST -> arrived.isArray();
            case OBJECT -> arrived.isObject();
        };
    }

    /** The component of the payload that the whole of a form other than {@link PayloadForm#OBJECT} stands for. */
    public String component(PayloadForm form) {
        return Arrays.stream(payload.getRecordComponents())
                .filter(component -> form != PayloadForm.LIST
                        || component.getGenericType().getTypeName().contains(List.class.getName()))
                .map(RecordComponent::getName)
                .findFirst()
                .orElseThrow();
    }

    private String expected() {
        return String.join(" or ", forms.stream().map(this::describe).toList());
    }

    private String describe(PayloadForm form) {
        return switch (form) {
            case TEXT -> "a string (" + component(form) + ")";
            case LIST -> "an array of strings (" + component(form) + ")";
            case OBJECT -> "an object";
        };
    }
}
