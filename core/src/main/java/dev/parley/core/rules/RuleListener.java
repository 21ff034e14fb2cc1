package dev.parley.core.rules;

/** Receives every decision, for the metrics. Called on the deciding thread; must neither block nor throw. */
@FunctionalInterface
public interface RuleListener {

    /** @param rule its name in the rules file */
    void decided(String rule, Mode mode, Outcome outcome);

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
