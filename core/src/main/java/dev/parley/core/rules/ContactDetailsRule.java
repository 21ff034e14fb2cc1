package dev.parley.core.rules;

import dev.parley.core.error.ErrorCode;
import java.util.Map;

/** Before booking, contact details are taken out of a message, or refuse it. Data that a service posts is not looked at. */
public record ContactDetailsRule(Mode mode, Action action) implements Rule {
    /** What happens to a message that holds contact details. */
    public enum Action {
        MASK,
        BLOCK
    }

    @Override
    public String name() {
        return "contact-details";
    }

    @Override
    public boolean needsContent() {
        return true;
    }

    @Override
    public Verdict judge(Facts facts) {
        if (!facts.isBeforeBooking()) {
            return Verdict.ALLOWED;
        }
        MaskedDetails found = new MaskedDetails();
        String content = found.mask(facts.content());
        Map<String, Object> data = facts.command().byService()
                ? facts.command().data()
                : found.mask(facts.command().data());
        if (found.isEmpty()) {
            return Verdict.ALLOWED;
        }
        return action == Action.MASK
                ? new Verdict.Masked(content, data, found.kinds())
                : new Verdict.Refused(
                        ErrorCode.CONTACT_DETAILS_BLOCKED, "contact details before booking: " + found.kinds());
    }
}
