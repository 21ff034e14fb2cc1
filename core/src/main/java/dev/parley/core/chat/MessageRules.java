package dev.parley.core.chat;

import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The client-provider message rules, as a chat sees them (contract, section 4). */
public interface MessageRules {

    /** Completes with what may be stored, or fails with the first enforced rule's {@code Rejection}; takes from quotas. */
    CompletionStage<Accepted> accept(SendMessage command);

    /** Every rule's decision for a message that is not sent, in the order of evaluation; takes nothing from quotas. */
    CompletionStage<List<Decision>> explain(SendMessage command);

    /** Whether {@code sender} could send now, by the rules that do not depend on the content; consumes no quota. */
    CompletionStage<Allowance> allowance(Chat chat, UserId sender);

    /**
     * @param content trimmed, and masked where a rule says so
     * @param data the command's, masked likewise
     */
    record Accepted(Chat chat, String content, Map<String, Object> data, List<String> masked) {

        public Accepted {
            masked = List.copyOf(masked);
        }
    }

    /**
     * @param rule its name in the rules file
     * @param code of the contract, when it refuses
     */
    record Decision(String rule, String mode, boolean allowed, Optional<String> code, Optional<String> reason) {}

    /** @param remaining how many more may be sent at once, where a quota knows */
    record Allowance(boolean canSend, Optional<String> rule, Optional<Long> remaining, Optional<Duration> retryAfter) {}
}
