package dev.parley.core.rules;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.rules.contact.ContactDetails;

/**
 * Before booking, contact details are taken out of a message, or refuse it. Of a text that is longer than the payload rule
 * allows only the beginning is looked at.
 */
public record ContactDetailsRule(Mode mode, Action action) implements Rule {
    private static final int LONGEST_TEXT = 2 * PayloadRule.MAX_CODE_POINTS;

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
        String content = facts.content();
        int looked = Math.min(content.length(), LONGEST_TEXT);
        ContactDetails found = ContactDetails.in(content.substring(0, looked));
        if (found.isEmpty()) {
            return Verdict.ALLOWED;
        }
        return action == Action.MASK
                ? new Verdict.Masked(found.masked() + content.substring(looked), found.kinds())
                : new Verdict.Refused(
                        ErrorCode.CONTACT_DETAILS_BLOCKED, "contact details before booking: " + found.kinds());
    }
}
