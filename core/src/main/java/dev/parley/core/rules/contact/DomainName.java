package dev.parley.core.rules.contact;

import java.util.Set;

/**
 * A domain name as it is written or spoken: labels with dots between them, where a dot may also be {@code (dot)}, the word
 * {@code dot} or a dot between spaces.
 *
 * @param end behind the last token of the longest part that ends with a top-level domain; -1 when there is none
 * @param stop behind the last token that was looked at as a part of the name
 */
record DomainName(int end, int stop) {
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_ENDING = 24;
    private static final String OPENING = "([{<";
    private static final String CLOSING = ")]}>";

    /** Endings that are no word of a usual language. */
    private static final Set<String> ENDINGS = Set.of(
            "com", "net", "org", "info", "biz", "io", "app", "dev", "co", "eu", "uk", "de", "ch", "fr", "nl", "pl",
            "br", "ru", "ua", "cz", "dk", "fi", "gr", "hu", "ie", "pt", "ro", "se", "sk", "tr", "xyz", "online", "shop",
            "site", "store", "tech", "cloud", "club", "blog", "link", "page", "example", "ca", "au", "nz", "jp", "cn",
            "za", "tv", "cc", "gg", "ly");

    /** Endings that are also words, and so occur behind a full stop without a space. */
    private static final Set<String> WORDS =
            Set.of("me", "at", "es", "it", "us", "in", "be", "no", "to", "is", "my", "so");

    /** Which endings count. */
    enum Ending {
        /** Any word of 2 to 24 letters, behind a dot that is not spoken. */
        ANY,
        KNOWN
    }

    /** How two labels are joined. */
    private enum Dot {
        NONE,
        WRITTEN,
        SPOKEN
    }

    static DomainName at(TextTokens tokens, int start, Ending accepted) {
        int end = -1;
        int label = start;
        int stop = labelEnd(tokens, start);
        while (stop > label && tokens.length(label, stop) <= LONGEST_LABEL) {
            int next = dotEnd(tokens, stop);
            Dot dot = dot(tokens, stop, next);
            int nextEnd = dot == Dot.NONE ? next : labelEnd(tokens, next);
            if (nextEnd == next) {
                break;
            }
            if (nextEnd == next + 1 && isEnding(tokens, next, stop, dot, accepted)) {
                end = nextEnd;
            }
            label = next;
            stop = nextEnd;
        }
        return new DomainName(end, Math.max(stop, start + 1));
    }

    /** Behind a run of letters, digits and hyphens that begins with a letter or digit. */
    private static int labelEnd(TextTokens tokens, int start) {
        int token = start;
        while (tokens.isAlphanumeric(token) || (token > start && isInnerHyphen(tokens, token))) {
            token++;
        }
        return token;
    }

    private static boolean isInnerHyphen(TextTokens tokens, int token) {
        return tokens.is(token, '-') && tokens.isAlphanumeric(token + 1);
    }

    /** Behind the tokens that may be a dot: brackets, spaces and one dot. */
    private static int dotEnd(TextTokens tokens, int token) {
        int at = token;
        at += tokens.isSpace(at) ? 1 : 0;
        boolean bracket = tokens.isSymbolOf(at, OPENING);
        at += bracket ? 1 : 0;
        at += tokens.isSpace(at) && bracket ? 1 : 0;
        at += tokens.is(at, '.') || isDotWord(tokens, at) ? 1 : 0;
        at += tokens.isSpace(at) && bracket ? 1 : 0;
        at += tokens.isSymbolOf(at, CLOSING) && bracket ? 1 : 0;
        return at + (tokens.isSpace(at) ? 1 : 0);
    }

    private static Dot dot(TextTokens tokens, int from, int to) {
        boolean spaceBefore = tokens.isSpace(from);
        boolean spaceBehind = tokens.isSpace(to - 1) && to - 1 > from;
        for (int at = from; at < to; at++) {
            if (tokens.is(at, '.')) {
                return spaceBefore || !spaceBehind ? written(spaceBefore) : Dot.NONE;
            }
            if (isDotWord(tokens, at)) {
                boolean bracketed = tokens.isSymbolOf(at - 1, OPENING) || tokens.isSymbolOf(at - 2, OPENING);
                return bracketed ? Dot.WRITTEN : spaceBefore && spaceBehind ? Dot.SPOKEN : Dot.NONE;
            }
        }
        return Dot.NONE;
    }

    private static Dot written(boolean spaceBefore) {
        return spaceBefore ? Dot.SPOKEN : Dot.WRITTEN;
    }

    private static boolean isDotWord(TextTokens tokens, int token) {
        String word = tokens.word(token);
        return word.equals("dot") || word.equals("punkt") || word.equals("punto");
    }

    private static boolean isEnding(TextTokens tokens, int token, int before, Dot dot, Ending accepted) {
        String word = tokens.word(token);
        if (ENDINGS.contains(word)) {
            return dot == Dot.SPOKEN || !tokens.startsWithCapital(token) || tokens.startsWithCapital(before - 1);
        }
        if (dot == Dot.SPOKEN) {
            return false;
        }
        if (accepted == Ending.ANY) {
            int length = tokens.length(token);
            return tokens.isWord(token) && length >= 2 && length <= LONGEST_ENDING;
        }
        return WORDS.contains(word) && !tokens.startsWithCapital(token) && isNoSentence(tokens, token, before);
    }

    /** A word with a full stop before it is an ending behind a name of some length, or before a path. */
    private static boolean isNoSentence(TextTokens tokens, int token, int before) {
        return tokens.is(token + 1, '/') || tokens.is(before - 2, '-') || tokens.length(before - 1) >= 8;
    }
}
