package dev.parley.core.rules;

import dev.parley.core.chat.SendMessage;

/** Receives every decision, for the metrics. Called on the deciding thread; must neither block nor throw. */
@FunctionalInterface
public interface RuleListener {

    /** @param rule its name in the rules file */
    void decided(String rule, Mode mode, Outcome outcome);

    /**
     * Receives what a rule in mode shadow would have done.
     *
     * @param outcome refused, masked or replaced
     */
    default void shadowed(SendMessage command, String rule, Outcome outcome) {}

    /** Reports a decision, and what would have come of it. */
    default void decided(SendMessage command, String rule, Mode mode, Outcome outcome) {
        decided(rule, mode, outcome);
        if (mode == Mode.SHADOW && outcome != Outcome.ALLOWED && outcome != Outcome.UNDECIDED) {
            shadowed(command, rule, outcome);
        }
    }

    /** Receives the decision of a rule; in {@link Mode#SHADOW} this is its only effect. */
    enum Outcome {
        ALLOWED,
        REFUSED,
        MASKED,
        /** By the hook: other content is stored. */
        REPLACED,
        /** A quota's store was unavailable: let pass. */
        UNDECIDED
    }
}
