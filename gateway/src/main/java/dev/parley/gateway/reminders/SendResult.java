package dev.parley.gateway.reminders;

/** How a reminder ended. The messages that it covers are not mentioned again through this channel. */
public enum SendResult {
    SENT,
    /** The receiver has no address or subscription. */
    NO_ADDRESS,
    /** The receiver's server refused it for good. */
    REFUSED
}
