package dev.parley.core.rules.contact;

import java.util.ArrayList;
import java.util.List;

/**
 * Digits that are written together: groups with symbols between them and no space, or one digit as a word.
 *
 * @param start its first token, a plus sign or an opening bracket included
 * @param end behind its last token
 * @param groups the runs of digits; of a long chunk the first ones
 * @param symbols those between the groups, one for each gap
 * @param hasPlus whether a plus sign precedes the first digit
 * @param hasBracket whether an opening bracket precedes the first digit
 * @param isWord whether it is a digit as a word
 * @param isGlued whether it is a part of a word, of a code with letters or of a hexadecimal number
 */
record DigitChunk(
        int start,
        int end,
        List<String> groups,
        String symbols,
        boolean hasPlus,
        boolean hasBracket,
        boolean isWord,
        boolean isGlued) {
    private static final int MOST_GROUPS = 24;
    private static final int LONGEST_GROUP = 24;
    private static final String INNER = "-./:,'()_*~|";

    static boolean startsAt(TextTokens tokens, int token) {
        return tokens.isDigits(token) || DigitWords.value(tokens.word(token)) >= 0;
    }

    /** @param token digits or a digit as a word */
    static DigitChunk at(TextTokens tokens, int token) {
        int start = token;
        boolean hasBracket = tokens.is(start - 1, '(');
        start -= hasBracket ? 1 : 0;
        boolean hasPlus = tokens.is(start - 1, '+');
        start -= hasPlus ? 1 : 0;
        return tokens.isWord(token) ? word(tokens, token) : digits(tokens, start, token, hasPlus, hasBracket);
    }

    private static DigitChunk word(TextTokens tokens, int token) {
        String digit = String.valueOf(DigitWords.value(tokens.word(token)));
        return new DigitChunk(token, token + 1, List.of(digit), "", false, false, true, false);
    }

    private static DigitChunk digits(TextTokens tokens, int start, int first, boolean hasPlus, boolean hasBracket) {
        List<String> groups = new ArrayList<>();
        StringBuilder symbols = new StringBuilder();
        int token = first;
        while (true) {
            if (groups.size() < MOST_GROUPS) {
                groups.add(group(tokens, token));
            }
            int next = nextGroup(tokens, token + 1);
            if (next < 0) {
                break;
            }
            symbols.append(symbols.length() < MOST_GROUPS ? String.valueOf(tokens.symbol(token + 1)) : "");
            token = next;
        }
        boolean glued = isGluedBefore(tokens, start) || isGluedBehind(tokens, token + 1);
        return new DigitChunk(start, token + 1, groups, symbols.toString(), hasPlus, hasBracket, false, glued);
    }

    /** A longer group is no part of a phone number, whatever its end. */
    private static String group(TextTokens tokens, int token) {
        return tokens.length(token) > LONGEST_GROUP ? "9".repeat(LONGEST_GROUP) : tokens.text(token);
    }

    /** The digits behind one or two symbols; -1 when there are none. */
    private static int nextGroup(TextTokens tokens, int token) {
        if (!tokens.isSymbolOf(token, INNER)) {
            return -1;
        }
        if (tokens.isDigits(token + 1)) {
            return token + 1;
        }
        return tokens.isSymbolOf(token + 1, INNER) && tokens.isDigits(token + 2) ? token + 2 : -1;
    }

    private static boolean isGluedBefore(TextTokens tokens, int start) {
        return isLetters(tokens, start - 1) || (tokens.isSymbolOf(start - 1, "-/_") && isLetters(tokens, start - 2));
    }

    private static boolean isGluedBehind(TextTokens tokens, int end) {
        return isLetters(tokens, end) || (tokens.isSymbolOf(end, "-_") && isLetters(tokens, end + 1));
    }

    private static boolean isLetters(TextTokens tokens, int token) {
        return tokens.isWord(token) && DigitWords.value(tokens.word(token)) < 0;
    }

    String digits() {
        return String.join("", groups);
    }

    int length() {
        return groups.stream().mapToInt(String::length).sum();
    }

    boolean startsWithZero() {
        return groups.get(0).startsWith("0");
    }

    /** Whether a number often begins so: with a plus sign, an area code in brackets, or a trunk prefix and more. */
    boolean isStart() {
        return hasPlus || hasBracket || (startsWithZero() && groups.get(0).length() >= 3);
    }
}
