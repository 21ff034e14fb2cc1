package dev.parley.gateway.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client shows to be let in as the one it was.
 *
 * @param offset of the last event it got; empty when it got none with an offset. Not checked
 */
record RecoveryRequest(String pid, Optional<String> offset) {
    private static final Pattern PID = Pattern.compile("[A-Za-z0-9_-]{24}");

    /** Empty for a client that is new, or shows what was never given out. */
    static Optional<RecoveryRequest> in(JsonNode auth) {
        Optional<String> offset = Optional.ofNullable(auth.get("offset")).map(JsonNode::asText);
        return Optional.ofNullable(auth.get("pid"))
                .map(JsonNode::asText)
                .filter(pid -> PID.matcher(pid).matches())
                .map(pid -> new RecoveryRequest(pid, offset));
    }
}
