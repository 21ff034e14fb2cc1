package dev.parley.core.rules.contact;

/** Characters that a reader takes for an ASCII character: digits of other scripts, full-width letters, kinds of white space. */
final class Lookalikes {
    private static final int FULL_WIDTH_FIRST = 0xFF01;
    private static final int FULL_WIDTH_LAST = 0xFF5E;
    private static final int FULL_WIDTH_OFFSET = 0xFEE0;
    /** Stands for a letter outside the basic plane. */
    private static final char SOME_LETTER = '\u00FF';

    private static final char SOME_SYMBOL = '\u00A4';

    private Lookalikes() {}

    /** Takes no room on a screen: zero-width characters, soft hyphens, variation selectors, the frame of a keycap. */
    static boolean isInvisible(char c) {
        return (c >= '\u200B' && c <= '\u200F')
                || (c >= '\uFE00' && c <= '\uFE0F')
                || (c >= '\u2060' && c <= '\u2064')
                || c == '\u00AD'
                || c == '\uFEFF'
                || c == '\u20E3';
    }

    /** A lower-case letter, a digit, a space or a symbol. */
    static char fold(int codePoint) {
        if (codePoint >= FULL_WIDTH_FIRST && codePoint <= FULL_WIDTH_LAST) {
            return (char) Character.toLowerCase(codePoint - FULL_WIDTH_OFFSET);
        }
        int digit = digit(codePoint);
        if (digit >= 0) {
            return (char) ('0' + digit);
        }
        if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
            return ' ';
        }
        if (Character.isLetter(codePoint)) {
            return codePoint > Character.MAX_VALUE ? SOME_LETTER : (char) Character.toLowerCase(codePoint);
        }
        return symbol(codePoint);
    }

    /** Also of digits in circles and superscripts; -1 for what is no digit. */
    private static int digit(int codePoint) {
        int digit = Character.digit(codePoint, 10);
        if (digit >= 0 || Character.getType(codePoint) != Character.OTHER_NUMBER) {
            return digit;
        }
        int value = Character.getNumericValue(codePoint);
        return value >= 0 && value <= 9 && codePoint != '\u00B2' && codePoint != '\u00B3' ? value : -1;
    }

    private static char symbol(int codePoint) {
        return switch (codePoint) {
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212' -> '-';
            case '\u00B7', '\u2022', '\u2024', '\u3002' -> '.';
            case '\u2019' -> '\'';
            default -> codePoint > Character.MAX_VALUE ? SOME_SYMBOL : (char) codePoint;
        };
    }
}
