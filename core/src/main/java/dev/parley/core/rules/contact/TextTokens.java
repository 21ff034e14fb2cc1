package dev.parley.core.rules.contact;

import java.util.Arrays;

/**
 * A text cut into words, runs of digits, runs of white space and single symbols. Letters are lower case, look-alikes of ASCII
 * characters are replaced by them, invisible characters are left out. Positions outside the text are valid and hold nothing.
 */
final class TextTokens {
    /** A longer word is in no vocabulary. */
    private static final int LONGEST_KNOWN_WORD = 16;

    private enum Kind {
        WORD,
        DIGITS,
        SPACE,
        SYMBOL
    }

    private final String original;
    private final char[] chars;
    private final int[] origins;
    private int length;
    private Kind[] kinds;
    private int[] starts;
    private final String[] words;
    private int count;
    private int digits;

    TextTokens(String text) {
        this.original = text;
        this.chars = new char[text.length()];
        this.origins = new int[text.length() + 1];
        fold();
        cut();
        this.words = new String[count];
    }

    int count() {
        return count;
    }

    /** Number of digits in the whole text. */
    int digits() {
        return digits;
    }

    boolean isWord(int token) {
        return kind(token) == Kind.WORD;
    }

    boolean isDigits(int token) {
        return kind(token) == Kind.DIGITS;
    }

    boolean isSpace(int token) {
        return kind(token) == Kind.SPACE;
    }

    boolean isAlphanumeric(int token) {
        return isWord(token) || isDigits(token);
    }

    boolean is(int token, char symbol) {
        return symbol(token) == symbol;
    }

    /** The symbol, or 0 for any other token. */
    char symbol(int token) {
        return kind(token) == Kind.SYMBOL ? chars[starts[token]] : 0;
    }

    boolean isSymbolOf(int token, String symbols) {
        char symbol = symbol(token);
        return symbol != 0 && symbols.indexOf(symbol) >= 0;
    }

    /** The word, or an empty text for any other token and for a word that is too long to be known. */
    String word(int token) {
        if (!isWord(token) || length(token) > LONGEST_KNOWN_WORD) {
            return "";
        }
        if (words[token] == null) {
            words[token] = text(token);
        }
        return words[token];
    }

    String text(int token) {
        return new String(chars, starts[token], length(token));
    }

    int length(int token) {
        return kind(token) == null ? 0 : starts[token + 1] - starts[token];
    }

    /** Number of characters of the tokens from the first up to {@code end}. */
    int length(int first, int end) {
        return starts[end] - starts[first];
    }

    /** Index in the original text of the token's first character. */
    int from(int token) {
        return origins[starts[token]];
    }

    /** Index in the original text behind the token's last character. */
    int to(int token) {
        return origins[starts[token + 1] - 1] + 1;
    }

    boolean startsWithCapital(int token) {
        return Character.isUpperCase(original.charAt(from(token)));
    }

    private Kind kind(int token) {
        return token >= 0 && token < count ? kinds[token] : null;
    }

    private void fold() {
        for (int i = 0; i < original.length(); i++) {
            char c = original.charAt(i);
            if (c < 0x80) {
                append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c < ' ' ? ' ' : c, i);
            } else if (Character.isHighSurrogate(c) && i + 1 < original.length()) {
                append(Lookalikes.fold(original.codePointAt(i)), i + 1);
                i++;
            } else if (!Lookalikes.isInvisible(c)) {
                append(Lookalikes.fold(c), i);
            }
        }
        origins[length] = original.length();
    }

    private void append(char c, int origin) {
        chars[length] = c;
        origins[length++] = origin;
    }

    private void cut() {
        kinds = new Kind[16];
        starts = new int[17];
        for (int i = 0; i < length; i++) {
            Kind kind = kindOf(chars[i]);
            digits += kind == Kind.DIGITS ? 1 : 0;
            if (kind == Kind.SYMBOL || count == 0 || kinds[count - 1] != kind) {
                begin(kind, i);
            }
        }
        starts[count] = length;
    }

    private void begin(Kind kind, int at) {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count + 1);
        }
        kinds[count] = kind;
        starts[count++] = at;
    }

    private static Kind kindOf(char c) {
        if (c >= 'a' && c <= 'z') {
            return Kind.WORD;
        }
        if (c >= '0' && c <= '9') {
            return Kind.DIGITS;
        }
        if (c == ' ') {
            return Kind.SPACE;
        }
        return c >= 0x80 && Character.isLetter(c) ? Kind.WORD : Kind.SYMBOL;
    }
}
