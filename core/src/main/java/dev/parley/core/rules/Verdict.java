package dev.parley.core.rules;

import dev.parley.core.error.ErrorCode;
import java.util.List;
import java.util.Map;

/** The decision of one rule about one message. */
public sealed interface Verdict {
    Verdict ALLOWED = new Allowed();

    /** The rule's store was unavailable or not asked: the message passes, and that is counted. */
    Verdict UNDECIDED = new Undecided();

    record Allowed() implements Verdict {}

    record Undecided() implements Verdict {}

    record Refused(ErrorCode code, String reason) implements Verdict {}

    /** @param kinds of contact details that were taken out of the content and the data */
    record Masked(String content, Map<String, Object> data, List<String> kinds) implements Verdict {}

    static Verdict refuseIf(boolean refused, ErrorCode code, String reason) {
        return refused ? new Refused(code, reason) : ALLOWED;
    }
}
