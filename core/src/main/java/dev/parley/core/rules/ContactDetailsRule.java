package dev.parley.core.rules;

import dev.parley.core.error.ErrorCode;

/** Before booking, contact details are taken out of a message, or refuse it. */
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
        ContactDetails found = ContactDetails.in(facts.content());
        if (found.isEmpty()) {
            return Verdict.ALLOWED;
        }
        return action == Action.MASK
                ? new Verdict.Masked(found.masked(), found.kinds())
                : new Verdict.Refused(
                        ErrorCode.CONTACT_DETAILS_BLOCKED, "contact details before booking: " + found.kinds());
    }
}
