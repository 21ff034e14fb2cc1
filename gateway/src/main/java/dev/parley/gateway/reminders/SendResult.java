package dev.parley.gateway.reminders;

import java.util.Locale;

/** How a reminder ended. The messages that it covers are not mentioned again through this channel. */
public enum SendResult {
    SENT,
    /** The receiver has no address or subscription. */
    NO_ADDRESS,
    /** The receiver's server refused it for good. */
    REFUSED;

    /** The value of the tag of metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
