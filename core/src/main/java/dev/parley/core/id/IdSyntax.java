package dev.parley.core.id;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import java.util.BitSet;
import java.util.Locale;

/** The syntax of every id: 1 to 128 visible characters, so that it fits a room name, a Redis key and a log line. */
final class IdSyntax {
    private static final int MAX_LENGTH = 128;
    private static final int OBJECT_ID_LENGTH = 24;
    private static final char DELETE = 0x7F;
    private static final BitSet INVISIBLE = invisible();

    private IdSyntax() {}

    /**
     * The id as it is compared and stored: 24 hexadecimal digits are an ObjectId, whose digits are lower case. Throws
     * {@link ErrorCode#INVALID_PAYLOAD} that names the field.
     */
    static String checked(String value, String field) {
        if (value == null || value.isEmpty() || value.length() > MAX_LENGTH || !isVisible(value)) {
            throw new Rejection(
                    ErrorCode.INVALID_PAYLOAD,
                    field + " must be a string of 1 to " + MAX_LENGTH + " visible characters");
        }
        return isObjectId(value) ? value.toLowerCase(Locale.ROOT) : value;
    }

    /** Deliberate: loops instead of streams, for every id of every message passes here. */
    private static boolean isVisible(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= DELETE) {
                return isVisible(value, i);
            }
        }
        return true;
    }

    private static boolean isVisible(String value, int start) {
        for (int i = start; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            int type = Character.getType(value.codePointAt(i));
            if (INVISIBLE.get(type)) {
                return false;
            }
        }
        return true;
    }

    /** Half a surrogate pair is among them: it is no character. */
    private static BitSet invisible() {
        BitSet types = new BitSet();
        types.set(Character.CONTROL);
        types.set(Character.FORMAT);
        types.set(Character.SURROGATE);
        types.set(Character.UNASSIGNED);
        types.set(Character.SPACE_SEPARATOR);
        types.set(Character.LINE_SEPARATOR);
        types.set(Character.PARAGRAPH_SEPARATOR);
        return types;
    }

    static boolean isObjectId(String value) {
        if (value.length() != OBJECT_ID_LENGTH) {
            return false;
        }
        for (int i = 0; i < OBJECT_ID_LENGTH; i++) {
            char c = value.charAt(i);
            if (c > 'f' || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
