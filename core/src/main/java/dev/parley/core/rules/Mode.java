package dev.parley.core.rules;

import java.util.Locale;

/** How seriously a rule is taken. */
public enum Mode {
    OFF,
    /** Decides and is counted, but lets everything pass. */
    SHADOW,
    ENFORCE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The name in the rules file. */
    public String word() {
        return word;
    }
}
