package dev.parley.core.rules;

import dev.parley.core.endpoint.Target;
import dev.parley.core.rules.MessageHook.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks the business about a message that all other rules allow, before it is stored. Not part of the synchronous rules: the answer
 * comes over HTTP, see {@link HookStage}.
 *
 * @param target empty unless the rule is on
 * @param secrets for the signature of the request, decoded
 * @param timeout until the answer
 */
public record HookRule(
        Mode mode, Optional<Target> target, List<byte[]> secrets, Duration timeout, OnFailure onFailure) {
    public static final String NAME = "hook";

    /** What happens to a message when the hook does not answer. */
    public enum OnFailure {
        ALLOW,
        REFUSE
    }

    public HookRule {
        secrets = List.copyOf(secrets);
    }

    /** Whether an answer can be applied to this message. */
    static boolean isValid(Answer answer, boolean hasMedia) {
        if (!(answer instanceof Answer.Replace replace)) {
            return true;
        }
        String content = replace.content();
        return content.codePointCount(0, content.length()) <= PayloadRule.MAX_CODE_POINTS
                && (hasMedia || !content.isEmpty());
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "HookRule[" + mode + ", " + target + "]";
    }
}
