package dev.parley.core.rules;

/** One rule of the contract's section 4: a pure decision over {@link Facts}, tested without a store. */
public interface Rule {

    /** Its name in the rules file. */
    String name();

    Mode mode();

    Verdict judge(Facts facts);

    /** Whether it also holds for system messages. Rules about people do not: those messages are of the business. */
    default boolean judgesSystemMessages() {
        return false;
    }

    default boolean appliesTo(Facts facts) {
        return mode() != Mode.OFF && (judgesSystemMessages() || !facts.command().isSystem());
    }

    /** Whether the verdict depends on the content; such a rule is not part of an allowance. */
    default boolean needsContent() {
        return false;
    }
}
