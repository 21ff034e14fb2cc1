package dev.parley.core.reminder;

import dev.parley.core.id.PushSubscriptionId;
import java.time.Instant;

/**
 * A browser's permission to send it pushes. Who knows the endpoint can send to it, so it is never logged.
 *
 * @param endpoint URL of the browser's push service
 * @param p256dh public key of the browser, Base64url
 * @param auth secret that the browser shares with the sender, Base64url
 */
public record PushSubscription(PushSubscriptionId id, String endpoint, String p256dh, String auth, Instant storedAt) {

    /** Without what only the browser and the sender may know. */
    @Override
    public String toString() {
        return "PushSubscription[" + id + "]";
    }
}
