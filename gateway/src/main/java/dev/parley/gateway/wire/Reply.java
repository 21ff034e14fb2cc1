package dev.parley.gateway.wire;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** The body of an acknowledgement: {@code {ok: true, ...fields}} or {@code {ok: false, error}}. */
public sealed interface Reply {

    static Reply ok(Object body) {
        return new Accepted(true, body);
    }

    static Reply refused(WireError error) {
        return new Refused(false, error);
    }

    /** @param body a reply record of {@link WireEvents}; its fields stand beside {@code ok} */
    @JsonPropertyOrder("ok")
    record Accepted(boolean ok, @JsonUnwrapped Object body) implements Reply {}

    record Refused(boolean ok, WireError error) implements Reply {}
}
