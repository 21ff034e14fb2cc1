package dev.parley.gateway.rooms;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps this node subscribed to the rooms that have a local member. The calls for one room never overlap. */
public interface RoomSubscriptions {

    /** The room has a local member. May be called again while it has. Completes once the subscription is live. */
    CompletionStage<Void> acquire(String room);

    /** The last local member left. */
    void release(String room);

    /** For a single node. */
    static RoomSubscriptions none() {
        return new RoomSubscriptions() {
            @Override
            public CompletionStage<Void> acquire(String room) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void release(String room) {
                // no other node publishes
            }
        };
    }
}
