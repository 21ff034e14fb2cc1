package dev.parley.gateway.cluster;

/** Hears what other nodes publish; on an event loop, so it never blocks, and never throws. */
interface ChannelReceiver {

    /** @param room whose channel it came on; null for the channel of the whole namespace */
    void received(String room, byte[] value);

    /** A subscription that had been live came back after it was lost: what was published meanwhile is gone. */
    void resubscribed();
}
