package dev.parley.core.rules;

/** Receives every decision, for the metrics. Called on the deciding thread; must neither block nor throw. */
@FunctionalInterface
public interface RuleListener {

    /** @param rule its name in the rules file */
    void decided(String rule, Mode mode, Outcome outcome);

    /** What a rule decided; in {@link Mode#SHADOW} it has no other effect. */
    enum Outcome {
        ALLOWED,
        REFUSED,
        MASKED,
        /** A quota's store was unavailable: let pass. */
        UNDECIDED
    }
}
