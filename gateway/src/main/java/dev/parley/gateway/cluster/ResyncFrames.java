package dev.parley.gateway.cluster;

import java.time.Instant;

/** Makes the message that tells the sockets of a channel to resync. */
@FunctionalInterface
interface ResyncFrames {

    /** @param since when the first message was lost */
    byte[] frame(String channel, Instant since);
}
