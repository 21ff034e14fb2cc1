package dev.parley.core.rules.contact;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The parts of a text that were found to be contact details. A token belongs to one part at most. */
final class Spans {
    private static final String MASK = "***";

    private final String original;
    private final TextTokens tokens;
    /** For each token the kind of the part that it belongs to, or null. */
    private final String[] kinds;
    /** For each token the first token of the part that it belongs to. */
    private final int[] firsts;

    private final Set<String> found = new LinkedHashSet<>();

    Spans(String original, TextTokens tokens) {
        this.original = original;
        this.tokens = tokens;
        this.kinds = new String[tokens.count()];
        this.firsts = new int[tokens.count()];
    }

    boolean isTaken(int token) {
        return token >= 0 && token < kinds.length && kinds[token] != null;
    }

    /** @param end behind the last token; none of the tokens is taken */
    void take(String kind, int start, int end) {
        found.add(kind);
        for (int token = start; token < end; token++) {
            kinds[token] = kind;
            firsts[token] = start;
        }
    }

    /** In the order in which the detectors ran. */
    List<String> kinds() {
        return new ArrayList<>(found);
    }

    String masked() {
        if (found.isEmpty()) {
            return original;
        }
        StringBuilder masked = new StringBuilder(original.length());
        int copied = 0;
        for (int token = 0; token < kinds.length; token++) {
            if (kinds[token] != null && firsts[token] == token) {
                masked.append(original, copied, tokens.from(token)).append(MASK);
            }
            if (kinds[token] != null) {
                copied = tokens.to(token);
            }
        }
        return masked.append(original, copied, original.length()).toString();
    }
}
