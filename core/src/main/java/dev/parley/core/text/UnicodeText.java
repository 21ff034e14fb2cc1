package dev.parley.core.text;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;

/** Text as JavaScript and UTF-8 see it. */
public final class UnicodeText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private UnicodeText() {}

    /** Whether each surrogate is half of a pair: anything else cannot be written in UTF-8 and changes on its way. */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The text itself. Throws {@link ErrorCode#INVALID_PAYLOAD} that names the field. */
    public static String requireWellFormed(String text, String field) {
        if (!isWellFormed(text)) {
            throw new Rejection(
                    ErrorCode.INVALID_PAYLOAD, field + " must be well-formed Unicode: it holds half a surrogate pair");
        }
        return text;
    }

    /** Without white space at both ends, as JavaScript's {@code trim()} does it. */
    public static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isTrimmed(text.charAt(start))) {
            start++;
        }
        while (end > start && isTrimmed(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    public static boolean isBlank(String text) {
        return trim(text).isEmpty();
    }

    /** ECMAScript's WhiteSpace and LineTerminator. */
    private static boolean isTrimmed(char c) {
        return (c >= '\t' && c <= '\r') || c == BYTE_ORDER_MARK || Character.isSpaceChar(c);
    }

    /** The beginning of a text, with an ellipsis where it is cut. */
    public static String excerpt(String text, int codePoints) {
        return text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints)) + "…";
    }
}
