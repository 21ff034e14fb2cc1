package dev.parley.gateway.cluster;

/** Receives what other nodes publish. Called on an event loop; never blocks and never throws. */
interface ChannelReceiver {

    /** @param room whose channel it came on; null for the channel of the whole namespace */
    void received(String room, byte[] value);

    /** A subscription that was live is lost. */
    void lost();

    /** A lost subscription is confirmed again; messages published in between were missed. @param room as above */
    void recovered(String room);
}
