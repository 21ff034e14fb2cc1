package dev.parley.core.rules;

import dev.parley.core.error.ErrorCode;

/** Content of 1 to 4,000 code points after trimming, or at least one attachment, or data. */
public record PayloadRule(Mode mode) implements Rule {
    static final int MAX_CODE_POINTS = 4_000;

    @Override
    public String name() {
        return "payload";
    }

    @Override
    public boolean judgesSystemMessages() {
        return true;
    }

    @Override
    public Verdict judge(Facts facts) {
        String content = facts.content();
        if (content.codePointCount(0, content.length()) > MAX_CODE_POINTS) {
            return new Verdict.Refused(
                    ErrorCode.MESSAGE_TOO_LONG, "content has more than " + MAX_CODE_POINTS + " code points");
        }
        boolean isEmpty = content.isEmpty()
                && facts.command().media().isEmpty()
                && facts.command().data().isEmpty();
        return Verdict.refuseIf(isEmpty, ErrorCode.INVALID_PAYLOAD, "a message needs content or media");
    }

    @Override
    public boolean needsContent() {
        return true;
    }
}
