package dev.parley.core.rules;

import java.util.Locale;

/** How seriously a rule is taken. */
public enum Mode {
    OFF,
    /** Decides and is counted, but lets everything pass. */
    SHADOW,
    ENFORCE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As the rules file says it. */
    public String word() {
        return word;
    }
}
