package dev.parley.gateway.cluster;

/** Receives what other nodes publish. Called on an event loop; never blocks and never throws. */
interface ChannelReceiver {

    /** @param room whose channel it came on; null for the channel of the whole namespace */
    void received(String room, byte[] value);

    /** A subscription that was live is lost. */
    void lost();

    /** A lost subscription is confirmed again; what was published meanwhile is gone. @param room as above */
    void recovered(String room);
}
