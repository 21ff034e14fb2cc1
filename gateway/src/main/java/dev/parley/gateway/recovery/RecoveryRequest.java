package dev.parley.gateway.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A client's request to resume a session.
 *
 * @param offset of the last event it received, unchecked; empty when it received none with an offset
 */
record RecoveryRequest(String pid, Optional<String> offset) {
    private static final Pattern PID = Pattern.compile("[A-Za-z0-9_-]{24}");

    /** Empty for a new client, and for a pid of another form. */
    static Optional<RecoveryRequest> in(JsonNode auth) {
        Optional<String> offset = Optional.ofNullable(auth.get("offset")).map(JsonNode::asText);
        return Optional.ofNullable(auth.get("pid"))
                .map(JsonNode::asText)
                .filter(pid -> PID.matcher(pid).matches())
                .map(pid -> new RecoveryRequest(pid, offset));
    }
}
