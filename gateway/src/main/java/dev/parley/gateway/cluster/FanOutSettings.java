package dev.parley.gateway.cluster;

import java.time.Duration;

/**
 * The bounds of the fan-out between nodes.
 *
 * @param unsubscribeAfter how long a room's channel stays subscribed after the last local member left; a room that is left is
 *     often joined again
 * @param subscribeWithin how long a join waits for its room's subscription
 * @param maxSubscriptions channels that this node is subscribed to; a join that needs one more fails as unavailable
 * @param waitingMessages messages that may wait to be published; beyond them the oldest are dropped
 * @param waitingBytes the same, by their size
 * @param publishWithin a message that could not be published in this time is dropped, and its room is told to resync: a late
 *     typing notice is worse than none, and messages are in MongoDB
 * @param resyncSettle how long subscriptions must have been quiet, after they were lost and came back, before the sockets are
 *     told to read again; longer than the last publishes need to fail, so that one outage is one resync, and than every node
 *     needs to report its users again to a Redis that lost them, so that clients do not read that they are offline
 * @param acceptEmitter also receive the messages of {@code @socket.io/redis-emitter}
 */
public record FanOutSettings(
        Duration unsubscribeAfter,
        Duration subscribeWithin,
        int maxSubscriptions,
        int waitingMessages,
        int waitingBytes,
        Duration publishWithin,
        Duration resyncSettle,
        boolean acceptEmitter) {

    public static FanOutSettings defaults() {
        return new FanOutSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(4),
                500_000,
                10_000,
                16 * 1024 * 1024,
                Duration.ofSeconds(5),
                Duration.ofMillis(2_500),
                false);
    }

    public FanOutSettings acceptingEmitter(boolean accept) {
        return new FanOutSettings(
                unsubscribeAfter,
                subscribeWithin,
                maxSubscriptions,
                waitingMessages,
                waitingBytes,
                publishWithin,
                resyncSettle,
                accept);
    }
}
