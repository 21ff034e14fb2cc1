package dev.parley.gateway.trace;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Finds the id of a message in the bytes of {@code new-message} and {@code message-notification}, without decoding them. The id is an
 * ObjectId; a record keeps its first eight bytes and its last four.
 */
final class MessageKey {
    private static final int ID_DIGITS = 24;
    private static final int HIGH_DIGITS = 16;
    private static final int NO_DIGIT = -1;
    /** The value of each hexadecimal digit, {@link #NO_DIGIT} for any other character. */
    private static final byte[] DIGITS = digits();

    /** An event's name begins this early in a packet, and in a message between nodes after its target. */
    private static final int SEARCHED = 1_024;
    /** A message between nodes has at least these bytes before its event. */
    private static final int BEFORE_EVENT = 90;

    private static final byte[] NEW_MESSAGE = ascii("[\"new-message\",{\"_id\":\"");
    private static final byte[] NOTIFICATION = ascii("[\"message-notification\",{");
    private static final byte[] MESSAGE = ascii("\"message\":{\"_id\":\"");

    private MessageKey() {}

    /** The position of the id's first digit; -1 for anything but a message. */
    static int find(byte[] text, int from) {
        int start = after(NEW_MESSAGE, text, from, from);
        if (start < 0) {
            int notification = after(NOTIFICATION, text, from, from);
            start = notification < 0 ? -1 : after(MESSAGE, text, notification, notification + SEARCHED);
        }
        return isId(text, start) ? start : -1;
    }

    /** As {@link #find}, anywhere in the first bytes of a message between nodes. */
    static int search(byte[] frame) {
        for (int i = BEFORE_EVENT; i < Math.min(SEARCHED, frame.length); i++) {
            int found = frame[i] == '[' ? find(frame, i) : -1;
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    static long high(byte[] text, int start) {
        return hex(text, start, HIGH_DIGITS);
    }

    static int low(byte[] text, int start) {
        return (int) hex(text, start + HIGH_DIGITS, ID_DIGITS - HIGH_DIGITS);
    }

    static String id(long high, int low) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    /**
     * For names of rooms, users and the ids that clients choose. Deliberate: from the hash that a string keeps, since a room's name is hashed
     * at each delivery; two names with one hash would be told as one.
     */
    static long hash(String text) {
        return (long) text.length() << 32 ^ text.hashCode();
    }

    private static long hex(byte[] text, int start, int digits) {
        long value = 0;
        for (int i = start; i < start + digits; i++) {
            value = value << 4 | DIGITS[text[i]];
        }
        return value;
    }

    /** The position behind the pattern when it begins between {@code from} and {@code last}, else -1. */
    private static int after(byte[] pattern, byte[] text, int from, int last) {
        int end = Math.min(last, text.length - pattern.length - ID_DIGITS);
        for (int i = from; i <= end; i++) {
            if (matches(pattern, text, i)) {
                return i + pattern.length;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] pattern, byte[] text, int at) {
        for (int i = 0; i < pattern.length; i++) {
            if (text[at + i] != pattern[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isId(byte[] text, int start) {
        if (start < 0 || text[start + ID_DIGITS] != '"') {
            return false;
        }
        int all = 0;
        for (int i = start; i < start + ID_DIGITS; i++) {
            all |= text[i] < 0 ? NO_DIGIT : DIGITS[text[i]];
        }
        return all >= 0;
    }

    private static byte[] digits() {
        byte[] digits = new byte[Byte.MAX_VALUE + 1];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) Character.digit(i, 16);
        }
        return digits;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
