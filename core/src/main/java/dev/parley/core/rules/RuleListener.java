package dev.parley.core.rules;

/** Hears every decision, for the metrics. Called on whatever thread decides; must neither block nor throw. */
@FunctionalInterface
public interface RuleListener {

    /** @param rule its name in the rules file */
    void decided(String rule, Mode mode, Outcome outcome);

    /** What a rule said; in {@link Mode#SHADOW} nobody but this listener hears it. */
    enum Outcome {
        ALLOWED,
        REFUSED,
        MASKED,
        /** A quota's store was away: let pass. */
        UNDECIDED
    }
}
