package dev.parley.gateway.cluster;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The offset of an event: microseconds of Redis' clock, one more than the last at least; on the wire 16 digits in a string. */
public final class EventOffset {
    private static final Pattern FORM = Pattern.compile("0|[1-9][0-9]{15}");
    private static final int DIGITS = 16;
    /** Before the digits {@code ,"} and after them {@code "]}. */
    private static final int AROUND = 2;

    private EventOffset() {}

    /** Empty when the text is not an offset. */
    public static OptionalLong parse(String text) {
        return FORM.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The offset at the end of an event's packet; 0 when it has none. */
    public static long of(byte[] packet) {
        int start = packet.length - AROUND - DIGITS;
        boolean isLastArgument = start > AROUND
                && packet[start - 2] == ','
                && packet[start - 1] == '"'
                && packet[packet.length - 2] == '"'
                && packet[packet.length - 1] == ']';
        return isLastArgument ? number(packet, start) : 0;
    }

    private static long number(byte[] packet, int start) {
        long number = 0;
        for (int i = start; i < start + DIGITS; i++) {
            int digit = packet[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
